//! Secrets that are named, not stored: `env:NAME` or `file:PATH`.

use secrecy::SecretString;

/// The secret that `reference` names. Reads a file where it stands, so call it at start.
///
/// White space at the end is dropped, since editors and `echo` leave a newline there.
pub fn resolve(reference: &str) -> Result<SecretString, SecretError> {
    let content = match reference.split_once(':') {
        Some(("env", name)) => {
            std::env::var(name).map_err(|_| SecretError::NoVariable(reference.to_owned()))?
        }
        Some(("file", path)) => {
            std::fs::read_to_string(path).map_err(|source| SecretError::NoFile {
                reference: reference.to_owned(),
                source,
            })?
        }
        _ => return Err(SecretError::NoReference),
    };
    match content.trim_end() {
        "" => Err(SecretError::Empty(reference.to_owned())),
        secret => Ok(secret.into()),
    }
}

/// A secret is not to be had. Names the reference and never the content.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The text is not shown: somebody may have put the secret where its name belongs.
    #[error("a secret is named as `env:NAME` or `file:PATH`, and this is neither")]
    NoReference,
    /// The variable is missing.
    #[error("`{0}`: this variable is not set, or is no UTF-8")]
    NoVariable(String),
    /// The file is missing, or not for us to read.
    #[error("`{reference}`: cannot read this file")]
    NoFile {
        /// As it was given.
        reference: String,
        /// Why.
        source: std::io::Error,
    },
    /// There is nothing but white space.
    #[error("`{0}` is empty")]
    Empty(String),
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_secret_is_read_from_where_it_is_named_without_its_newline() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "cal_live_123\n").unwrap();
        let secret = resolve(&format!("file:{}", file.path().display())).unwrap();
        assert_eq!(secret.expose_secret(), "cal_live_123");
        let package = resolve("env:CARGO_PKG_NAME").unwrap();
        assert_eq!(package.expose_secret(), "service");
    }

    #[test]
    fn errors_name_the_reference_and_never_the_content() {
        let error = |reference: &str| resolve(reference).unwrap_err().to_string();
        assert!(error("env:RINGBACK_NO_SUCH").contains("`env:RINGBACK_NO_SUCH`"));
        assert!(error("file:/no/such").contains("`file:/no/such`"));
        let misplaced = error("cal_live_123");
        assert!(misplaced.contains("env:NAME") && !misplaced.contains("cal_live"));
    }
}
