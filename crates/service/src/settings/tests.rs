use std::collections::BTreeSet;

use secrecy::ExposeSecret;

use super::*;

const SAMPLE: &str = include_str!("../../../../deploy/ringback.sample.toml");

fn file(text: &str) -> Result<Settings, SettingsError> {
    Settings::parse("ringback.toml".as_ref(), text, [])
}

fn variables(pairs: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let pairs = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Settings::parse("ringback.toml".as_ref(), "", pairs)
}

#[test]
fn nothing_at_all_is_the_embedded_shape() {
    let settings = file("").unwrap();
    assert_eq!(
        format!("{settings:?}"),
        format!("{:?}", Settings::default())
    );
    assert!(settings.database_url.is_none() && settings.redis_url.is_none());
}

#[test]
fn the_sample_says_the_defaults() {
    assert_eq!(
        format!("{:?}", file(SAMPLE).unwrap()),
        format!("{:?}", Settings::default())
    );
}

#[test]
fn the_sample_names_every_key_and_its_examples_are_right() {
    // A commented-out setting is `#key = …`; a comment has a space after its `#`.
    let uncommented: String = SAMPLE
        .lines()
        .map(|line| {
            line.strip_prefix('#')
                .filter(|rest| !rest.starts_with(' '))
                .unwrap_or(line)
        })
        .flat_map(|line| [line, "\n"])
        .collect();
    file(&uncommented).unwrap();
    let named: BTreeSet<String> = uncommented
        .parse::<toml::Table>()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let known: BTreeSet<String> = KEYS.iter().map(|(key, _)| (*key).to_owned()).collect();
    assert_eq!(named, known);
}

#[test]
fn what_a_right_value_looks_like_is_right() {
    for (key, example) in KEYS {
        let database = "database_url = \"postgres://localhost/ringback\"\n";
        let given = if *key == "database_replica_url" {
            database
        } else {
            ""
        };
        file(&format!("{given}{key} = {example}")).unwrap();
    }
}

#[test]
fn a_variable_wins_over_the_file_and_an_empty_one_is_unset() {
    let set = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let settings = Settings::parse(
        "ringback.toml".as_ref(),
        "lease_s = 40\nmax_attempts = 3",
        [
            set("RINGBACK_LEASE_S", "50"),
            set("RINGBACK_MAX_ATTEMPTS", ""),
            set("PATH", "/bin"),
        ],
    )
    .unwrap();
    assert_eq!((settings.lease_s, settings.max_attempts), (50, 3));
}

#[test]
fn keys_come_comma_separated_or_as_an_array_and_digits_stay_as_they_are() {
    let shown = |settings: Settings| -> Vec<String> {
        settings
            .retell_api_keys
            .as_slice()
            .iter()
            .map(|k| k.expose_secret().to_owned())
            .collect()
    };
    let from_variable = variables(&[("RINGBACK_RETELL_API_KEYS", "key_1, key_2,")]).unwrap();
    assert_eq!(shown(from_variable), ["key_1", "key_2"]);
    assert_eq!(
        shown(file("retell_api_keys = ['key_1', 'key_2']").unwrap()),
        ["key_1", "key_2"]
    );
    assert_eq!(
        shown(variables(&[("RINGBACK_RETELL_API_KEYS", "007")]).unwrap()),
        ["007"]
    );
}

#[test]
fn f65_rates_are_exact_also_from_a_variable() {
    let name = "RINGBACK_TELEPHONY_OUTBOUND_US_CENTS_PER_MINUTE";
    let settings = variables(&[(name, "1.1")]).unwrap();
    assert_eq!(
        Some(settings.telephony_outbound_us_cents_per_minute),
        UsCents::from_digits("1.1")
    );
}

#[test]
fn secrets_are_never_shown() {
    let settings = file(
        "database_url = 'postgres://ringback:p@ss:w/rd@db/ringback?password=pass'\n\
         retell_api_keys = 'key_secret'",
    )
    .unwrap();
    let shown = format!("{settings:?}");
    assert!(
        shown.contains("postgres://ringback:***@db/ringback"),
        "{shown}"
    );
    assert!(
        !shown.contains("key_secret") && !shown.contains("pass"),
        "{shown}"
    );

    for broken in [
        "retell_api_keys = ['key_secret'",
        "database_url = 'key_secret'",
    ] {
        let error = file(broken).unwrap_err();
        assert!(
            !format!("{error} {error:?}").contains("key_secret"),
            "{error:?}"
        );
    }
}

#[test]
fn variables_of_the_environment_that_are_no_settings_pass() {
    variables(&[
        ("RINGBACK_CONFIG", "elsewhere.toml"),
        ("RINGBACK_TEST_DATABASE_URL", "postgres://localhost/test"),
        ("RINGBACK_SERVICE_HOST", "10.0.0.1"),
        ("RINGBACK_SERVICE_PORT_HTTP", "8080"),
        ("RINGBACK_INGRESS_PORT", "tcp://10.0.0.1:8080"),
        ("RINGBACK_INGRESS_PORT_8080_TCP_ADDR", "10.0.0.1"),
    ])
    .unwrap();
}

/// Every refusal, word for word: this is what an operator sees.
#[test]
fn refusals_say_which_key_what_is_wrong_and_what_is_right() {
    let of_file = |text: &str| file(text).unwrap_err().to_string();
    assert_eq!(
        of_file("\nlistne = 1"),
        "`listne` in ringback.toml: no such setting; did you mean `listen`?"
    );
    assert_eq!(
        of_file("listen = 'localhost'"),
        "`listen` in ringback.toml: invalid socket address syntax; \
         a right value looks like \"127.0.0.1:8080\""
    );
    assert_eq!(
        of_file("lease_s = -1"),
        "`lease_s` in ringback.toml: invalid value: integer `-1`, expected u64; \
         a right value looks like 30"
    );
    assert_eq!(
        of_file("lease_s = 0"),
        "`lease_s` in ringback.toml: must be at least 1; a right value looks like 30"
    );
    assert_eq!(
        of_file("redis_url = 'queue:6379'"),
        "`redis_url` in ringback.toml: is no URL; \
         a right value looks like \"redis://queue.internal:6379\""
    );
    assert_eq!(
        of_file("log_format = 'xml'"),
        "`log_format` in ringback.toml: unknown variant `xml`, expected `text` or `json`; \
         a right value looks like \"text\""
    );
    assert!(of_file("listen = '127.0.0.1:1'\nlease_s =").starts_with("ringback.toml, line 2: "));

    let of_variable = |name, value| variables(&[(name, value)]).unwrap_err().to_string();
    assert_eq!(
        of_variable("RINGBACK_LISTEN_PORT", "8080"),
        "`RINGBACK_LISTEN_PORT`: no such setting; did you mean `RINGBACK_LISTEN`?"
    );
    assert_eq!(
        of_variable("RINGBACK_DATABASE_URL", "mysql://db"),
        "`RINGBACK_DATABASE_URL`: must begin with postgres://; \
         a right value looks like \"postgres://ringback@db.internal/ringback\""
    );
    assert!(
        of_variable("RINGBACK_LOG_FILTER", "info,sqlx=loud").starts_with("`RINGBACK_LOG_FILTER`: ")
    );
}

#[test]
fn a_file_that_was_named_must_be_there() {
    let error = Settings::load(Some("/no/such/ringback.toml".as_ref())).unwrap_err();
    assert!(error.to_string().contains("/no/such/ringback.toml"));
}
