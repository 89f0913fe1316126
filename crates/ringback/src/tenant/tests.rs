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
