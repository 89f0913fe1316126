//! F61: no statement names a table or a column that does not exist, on either engine.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{Db, both};

both! {
    f61_every_statement_prepares;
}

async fn f61_every_statement_prepares(db: Db) {
    let mut failed = Vec::new();
    for (name, text) in store::statements() {
        if let Err(error) = db.store.prepare(text).await {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            failed.push(format!("{name}: {cause:?}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn names_are_unique_and_begin_their_statement() {
    let mut names = BTreeSet::new();
    for (name, text) in store::statements() {
        assert!(names.insert(name), "{name} is declared twice");
        assert!(text.starts_with(&format!("/* {name} */ ")), "{name}");
    }
    assert!(names.len() > 40, "only {} statements", names.len());
}

/// What is not registered is not prepared by the test above.
#[test]
fn no_statement_hides_outside_the_registered_ones() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let registered: BTreeSet<&str> = store::statements().map(|(name, _)| name).collect();
    let mut used = BTreeSet::new();
    for file in fs::read_dir(source).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for call in [
            "query(",
            "query_as(",
            "query_scalar(",
            "raw_sql(",
            "query_with(",
            "query!(",
            "insert!(self,",
        ] {
            for (at, _) in text.match_indices(call) {
                let argument = text[at + call.len()..].trim_start();
                let end = argument
                    .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                    .unwrap();
                let name = &argument[..end];
                let known = registered.contains(name) || name == "statement";
                assert!(
                    known,
                    "{}: `{call}{name}` is no registered statement",
                    path.display()
                );
                used.insert(name.to_owned());
            }
        }
        // Its `insert!` makes one registered row into many.
        let of_engine = path.ends_with("src/engine.rs");
        assert!(
            (of_engine || !text.contains("QueryBuilder")) && !text.contains("AssertSqlSafe"),
            "{}",
            path.display()
        );
    }
    // Named through a list instead of in a call.
    for name in [
        "EVENT_PARKED_NUMBER",
        "EVENT_PARKED_AGENT",
        "EVENT_PARKED_CALL",
        "CUSTOMER_LOCK",
        "CUSTOMER_NAME",
    ] {
        used.insert(name.to_owned());
    }
    let unused: Vec<_> = registered
        .iter()
        .filter(|name| !used.contains(**name))
        .collect();
    assert!(unused.is_empty(), "never used: {unused:?}");
}
