use domain::id::AccountName;
use domain::time::Instant;

use super::file::{self, File};

const SAMPLE: &str = include_str!("../../../../deploy/tenants.sample.toml");

fn read(text: &str) -> (File, Vec<String>) {
    let now = Instant::parse("2026-10-01T00:00:00Z").unwrap();
    let (file, problems) = file::read(text, &[AccountName::new("stored")], now);
    let lines = problems
        .iter()
        .map(|found| format!("{}: {}", found.line, found.problem))
        .collect();
    (file, lines)
}

/// The only mistake of a file that is right but for `lines`, put into a company's branch.
fn problem_of_branch(lines: &str) -> String {
    let text = format!(
        "[[company]]\nslug = 'a'\nname = 'A'\n[[company.branch]]\nslug = 'b'\nname = 'B'\n\
         zone = 'Europe/Berlin'\nlanguage = 'de'\n{lines}"
    );
    let (_, problems) = read(&text);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    problems[0].clone()
}

#[test]
fn the_sample_is_right() {
    let (file, problems) = read(SAMPLE);
    assert_eq!(problems, [""; 0]);
    assert_eq!((file.companies.len(), file.branches.len()), (1, 2));
    // A national number, by the country of its branch (F44).
    assert_eq!(file.numbers[0].entry.number.as_str(), "+493023125014");
    assert!(file.numbers[0].dated && !file.numbers[1].dated);
    assert_eq!(file.offers[2].entry.minutes, 135);
    let fields = &file.companies[0].reading.fields;
    assert_eq!(fields.caller_name, ["kunde_name", "customer_name"]);
    // What is not given keeps the built-in names.
    assert!(fields.uid.contains(&"booking_uid".to_owned()));
}

#[test]
fn every_mistake_is_found_in_one_go_with_its_line_and_what_would_be_right() {
    let (_, problems) = read(include_str!("mistakes.toml"));
    let expected: Vec<&str> = include_str!("mistakes.txt").lines().collect();
    assert_eq!(problems, expected, "{}", problems.join("\n"));
}

#[test]
fn a_secret_in_the_file_is_refused_and_not_repeated() {
    let (_, problems) = read("[[account]]\nname = 'a'\napi_keys = ['key_s3cret']");
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0].starts_with("3: `api_keys` must say where"),
        "{problems:?}"
    );
    assert!(!problems[0].contains("s3cret"));
    let (_, problems) = read("[[account]]\nname = 'a'\napi_keys = ['key_s3cret");
    assert!(!problems.is_empty() && !problems.join("").contains("s3cret"));
}

#[test]
fn opening_hours_are_spans_in_order_and_apart() {
    assert!(problem_of_branch("opening_hours = { monday = ['09:00-18:00'] }").contains("`mon`"));
    for wrong in [
        "9-18",
        "09:00-24:30",
        "18:00-09:00",
        "09:00",
        "09:60-10:00",
        "+9:00-10:00",
    ] {
        let problem = problem_of_branch(&format!("opening_hours = {{ mon = ['{wrong}'] }}"));
        assert!(
            problem.starts_with("9: `mon` ") && problem.contains("\"09:00-18:00\""),
            "{problem}"
        );
    }
    let problem = problem_of_branch("opening_hours = { mon = ['09:00-12:00', '11:00-24:00'] }");
    assert!(problem.contains("begins before"), "{problem}");
}

#[test]
fn f44_a_national_number_needs_a_country() {
    let number = "[[company.branch.number]]\nnumber = '030 23125014'\naccount = 'stored'";
    let problem = problem_of_branch(number);
    assert!(
        problem.starts_with("10: `number`") && problem.contains("country = \"DE\""),
        "{problem}"
    );
    let problem = problem_of_branch(
        &number
            .replace("030 23125014", "12")
            .replace("[[", "country = 'DE'\n[["),
    );
    assert!(problem.contains("none of country `DE`"), "{problem}");
}

#[test]
fn what_is_no_toml_says_where() {
    let (file, problems) = read("[[company]]\nslug = 'a'\nname =\nzone = 'b");
    assert!(
        problems.iter().any(|problem| problem.starts_with("3: ")),
        "{problems:?}"
    );
    assert!(file.companies.is_empty());
}

#[test]
fn the_sample_has_a_plan_with_its_ladder() {
    let (file, _) = read(SAMPLE);
    let plan = &file.plans[0].plan;
    let tiers: Vec<domain::price::Tier> = plan.tiers.clone().into();
    let tiers: Vec<(u32, String)> = tiers
        .iter()
        .map(|tier| (tier.after_minutes, tier.per_minute.to_string()))
        .collect();
    let expected = [(0, "€0.0000"), (100, "€0.1500"), (1000, "€0.1250")];
    assert_eq!(tiers, expected.map(|(after, cents)| (after, cents.into())));
    assert_eq!((file.telephony.len(), file.fees.len()), (1, 1));
    assert_eq!(file.telephony[0].value.per_minute.to_string(), "$0.0100");
}

/// The mistakes of a company with this plan.
fn problems_of_plan(company: &str, lines: &str) -> Vec<String> {
    let (_, problems) = read(&format!(
        "[[company]]\nslug = 'a'\nname = 'A'\n{company}\n[[company.plan]]\nname = 'P'\n\
         valid_from = 2026-01-01\nper = 'minute'\n{lines}"
    ));
    problems
}

#[test]
fn a_plan_says_what_is_wrong_with_it() {
    let price = "eur_cents_per_minute = '15'";
    for (company, lines, says) in [
        (
            "",
            "eur_cents_per_minute = 15",
            "9: `eur_cents_per_minute` must be text in quotes",
        ),
        ("", "eur_cents_per_minute = '-1'", "no amount of cents"),
        ("", "eur_cents_per_minute = '1,5'", "no amount of cents"),
        ("parent = 'b'", price, "`markup_percent` is missing"),
        (
            "",
            "eur_cents_per_minute = '15'\nmarkup_percent = '20'",
            "and the plan has none",
        ),
        (
            "",
            "eur_cents_per_minute = '15'\nvalid_until = 2025-12-31",
            "before `valid_from`",
        ),
        (
            "",
            "eur_cents_per_minute = '15'\n[[company.plan.tier]]\nafter_minutes = 0\neur_cents_per_minute = '1'",
            "`tier`: tiers begin after 0 minutes",
        ),
        (
            "",
            "eur_cents_per_minute = '15'\n[[company.plan.discount]]\nfrom_minutes = 1\npercent = '101'",
            "more than all of it",
        ),
    ] {
        let problems = problems_of_plan(company, lines);
        assert_eq!(problems.len(), 1, "{problems:#?}");
        assert!(problems[0].contains(says), "{} for {lines}", problems[0]);
    }
}
