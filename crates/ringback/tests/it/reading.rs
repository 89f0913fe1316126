//! `ringback read` and `ringback when`.

use domain::time::Instant;
use sandbox::retell::CallScript;
use serde_json::{Value, json};

use super::Home;

const TALK: &str = "\
Agent: Salon Haarwerk, guten Tag.
User: ich bräuchte einen haarschnitt für herren nächste woche dienstag so um halb drei
Agent: Dienstag, der vierundzwanzigste November um vierzehn Uhr dreißig wäre frei. Soll ich das eintragen?
User: ja passt
Agent: Auf welchen Namen?
User: müller
";

const PLACE: [&str; 6] = [
    "--reference",
    "2026-11-19T10:12",
    "--tz",
    "Europe/Berlin",
    "--services",
    "Herrenhaarschnitt,Damenhaarschnitt",
];

fn lines(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_talk_is_shown_with_the_words_that_count_and_what_they_lead_to() {
    let home = Home::new();
    home.write("talk.txt", TALK);
    let args = [&["read", "talk.txt"][..], &PLACE].concat();
    let ran = home.run(&args);
    assert_eq!(ran.status, 0, "{}", ran.err);
    for shown in [
        "[time: ",
        "vierzehn Uhr dreißig] wäre frei",
        "[name: müller]",
        "book Herrenhaarschnitt on Tue 2026-11-24 14:30 CET for Müller. It was agreed in the call.",
    ] {
        assert!(ran.out.contains(shown), "{shown}: {}", ran.out);
    }
    let read = home.json(&[&args[..], &["--json"]].concat());
    let wish = &read["decision"]["wishes"][0];
    assert_eq!(
        (&wish["do"], &wish["starts_at"]),
        (&json!("book"), &json!("2026-11-24T14:30:00+01:00"))
    );
    assert_eq!(
        wish["ends_at"],
        json!(null),
        "nobody said how long it takes"
    );
    let (without_services, _) = args.split_at(args.len() - 2);
    let hint = "--services was not given, so there is nothing to book";
    assert!(home.run(without_services).out.contains(hint));
    assert!(!ran.out.contains(hint));
    for word in read["understood"]["words"].as_array().unwrap() {
        let (from, to) = (word["from"].as_u64().unwrap(), word["to"].as_u64().unwrap());
        let range = usize::try_from(from).unwrap()..usize::try_from(to).unwrap();
        assert_eq!(TALK.get(range), word["words"].as_str());
    }
}

#[test]
fn f23_a_body_whose_fields_contradict_its_words_shows_the_conflict() {
    let home = Home::new();
    let began = Instant::parse("2026-11-19T09:12:00Z").unwrap();
    let call = CallScript::new("call_1", began)
        .say_user("einen herrenhaarschnitt bitte am dienstag um halb drei")
        .say_agent("Dienstag um vierzehn Uhr dreißig. Soll ich das eintragen?")
        .say_user("ja gerne")
        .analysis(json!({"termin_gebucht": true, "termin_start": "2026-11-24 15:00"}));
    home.write("body.json", &call.call_analyzed());
    let ran = home.run(&[&["read", "body.json"][..], &PLACE[2..]].concat());
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        ran.out.contains("call back (evidence_conflicts") && ran.out.contains("2026-11-24 15:00"),
        "{}",
        ran.out
    );
}

#[test]
fn a_batch_of_calls_is_answered_line_by_line() {
    let home = Home::new();
    let item = |id: &str, transcript: Value| {
        json!({
            "id": id,
            "reference": "2026-11-19T10:12:00+01:00",
            "tz": "Europe/Berlin",
            "services": ["Herrenhaarschnitt"],
            "transcript": transcript,
        })
    };
    let items = json!([
        item("a", json!(TALK)),
        item("b", json!(null)),
        item("c", json!("User: hallo")),
    ]);
    home.write("calls.json", &items.to_string());
    let ran = home.run(&["read", "--batch", "calls.json"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.err.contains("item 2") && ran.err.contains("`transcript`"),
        "{}",
        ran.err
    );
    assert_eq!(
        lines(&ran.out),
        [
            json!({
                "id": "a",
                "intent": "book",
                "starts_at": "2026-11-24T14:30:00+01:00",
                "service": "Herrenhaarschnitt",
                "services": ["Herrenhaarschnitt"],
                "customer_name": "Müller",
                "confirmed": true,
                "existing_starts_at": null,
                "callback_at": null,
            }),
            json!({
                "id": "c",
                "intent": "none",
                "starts_at": null,
                "service": null,
                "services": [],
                "customer_name": null,
                "confirmed": false,
                "existing_starts_at": null,
                "callback_at": null,
            }),
        ]
    );
}

#[test]
fn what_cannot_be_read_is_said_with_what_to_do() {
    let home = Home::new();
    let ran = home.run(&["read", "call_nobody_knows", "--tz", "Europe/Berlin"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("ringback serve"), "{}", ran.err);
    home.write("half.json", "{\"event\": ");
    let ran = home.run(&["read", "half.json"]);
    assert!(
        ran.status == 1 && ran.err.contains("webhook"),
        "{}",
        ran.err
    );
    assert_eq!(home.run(&["read", "x", "--tz", "Berlin"]).status, 2);
    assert_eq!(home.run(&["when", "um drei", "--hours", "9-18"]).status, 2);
}

#[test]
fn what_is_no_call_is_refused_with_what_would_be_one() {
    let home = Home::new();
    std::fs::create_dir(home.folder.path().join("folder")).unwrap();
    for (name, text) in [
        ("empty.txt", " \n"),
        ("array.json", "[{\"id\": 1}]"),
        ("half.json", "[{\"id\": "),
        ("string.json", "\"hallo\""),
        ("null.json", "null"),
    ] {
        home.write(name, text);
        let ran = home.run(&["read", name, "--tz", "Europe/Berlin"]);
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{name}");
        assert!(ran.err.contains("User: …"), "{name}: {}", ran.err);
    }
    let missing = home.run(&["read", "nofile.txt"]);
    assert_eq!(missing.status, 1);
    assert!(
        missing.err.contains("no such file") && !missing.err.contains("data_dir"),
        "{}",
        missing.err
    );
    let folder = home.run(&["read", "folder"]);
    assert!(folder.status == 1 && folder.err.contains("folder, and no file"));
    for wrong in ["morgen", "9999-12-31T10:00"] {
        let ran = home.run(&["when", "um drei", "--reference", wrong]);
        assert_eq!(ran.status, 2);
        assert!(ran.err.contains("would be 2026-11-19T10:12"), "{}", ran.err);
    }
}

#[test]
fn nobody_has_to_guess_when_a_call_began() {
    let home = Home::new();
    let began = Instant::parse("2026-11-19T09:12:00Z").unwrap();
    let call = CallScript::new("call_1", began).say_user("morgen um drei");
    let mut body: Value = serde_json::from_str(&call.call_analyzed()).unwrap();
    body["call"]
        .as_object_mut()
        .unwrap()
        .remove("start_timestamp");
    home.write("body.json", &body.to_string());
    let ran = home.run(&["read", "body.json", "--tz", "Europe/Berlin"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("--reference 2026"), "{}", ran.err);
    let ran = home.run(&[&["read", "body.json"][..], &PLACE].concat());
    assert_eq!(ran.status, 0, "{}", ran.err);

    home.write("talk.txt", &format!("\u{feff}{TALK}"));
    let ran = home.run(&["read", "talk.txt", "--tz", "+01:00"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let heading = ran.out.lines().next().unwrap();
    assert!(
        heading.contains("+01:00, which is now: --reference"),
        "{heading}"
    );
    assert!(ran.out.contains("Agent   Salon Haarwerk"), "{}", ran.out);
}

#[test]
fn what_others_noted_stands_beside_what_was_said() {
    let home = Home::new();
    let began = Instant::parse("2026-11-19T09:12:00Z").unwrap();
    let call = CallScript::new("call_1", began)
        .say_user("hallo welt\r\nnur text")
        .analysis(json!({"termin_gebucht": true, "termin_start": "2026-11-24T14:00:00Z"}));
    home.write("body.json", &call.call_analyzed());
    let args = [&["read", "body.json"][..], &PLACE[2..]].concat();
    let ran = home.run(&args);
    assert!(
        ran.out.contains("hallo welt nur text")
            && ran.out.contains("analysis: Tue 2026-11-24 15:00, agreed"),
        "{}",
        ran.out
    );
    let read = home.json(&[&args[..], &["--json"]].concat());
    let noted = &read["noted"][0];
    assert_eq!(
        (&noted["by"], &noted["starts_at"], &noted["consent"]),
        (
            &json!("analysis"),
            &json!("2026-11-24T15:00:00+01:00"),
            &json!("given")
        )
    );
    assert_eq!(read["understood"]["ending"], "not_asked");
    assert_eq!(read["understood"]["consent"], Value::Null);
}

#[test]
fn a_batch_of_the_wrong_kind_is_refused_once() {
    let home = Home::new();
    home.write(
        "phrases.json",
        "[{\"text\": \"um drei\"}, {\"text\": \"um vier\"}]",
    );
    let ran = home.run(&["read", "--batch", "phrases.json"]);
    assert_eq!((ran.status, ran.err.lines().count()), (1, 1), "{}", ran.err);
    assert!(ran.err.contains("ringback when --batch"), "{}", ran.err);
    home.write("object.json", "{}");
    let ran = home.run(&["when", "--batch", "object.json"]);
    assert!(ran.err.contains("no array"), "{}", ran.err);
    home.write("half.json", "[{");
    let ran = home.run(&["when", "--batch", "half.json"]);
    assert!(ran.err.contains("a part of it is missing"), "{}", ran.err);
}

#[test]
fn a_batch_from_standard_input_falls_back_on_the_services_of_the_command() {
    let home = Home::new();
    let items =
        json!([{"id": 1, "transcript": TALK}, {"id": 2, "transcript": TALK, "services": []}]);
    let input = home.write("calls.json", &items.to_string());
    let mut command = home.command(&[&["read", "--batch", "-"][..], &PLACE].concat());
    command.stdin(std::fs::File::open(input).unwrap());
    let ran = super::Ran::of(command.output().unwrap());
    assert_eq!(ran.status, 0, "{}", ran.err);
    let told = lines(&ran.out);
    assert_eq!(told[0]["service"], "Herrenhaarschnitt");
    assert_eq!(told[1]["service"], Value::Null);
    assert_eq!(ran.err, "", "they were said when the command says");
}

#[test]
fn a_batch_that_says_no_time_is_read_as_of_now_and_that_is_said() {
    let home = Home::new();
    let dated = json!({"text": "morgen", "reference": "2026-11-19T10:12", "tz": "Europe/Berlin"});
    let items = json!([dated, {"text": "morgen", "tz": "Europe/Berlin"}]);
    home.write("phrases.json", &items.to_string());
    let ran = home.run(&["when", "--batch", "phrases.json"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        ran.err.contains("1 of 2 items have no `reference`"),
        "{}",
        ran.err
    );
    assert_eq!(lines(&ran.out).len(), 2);
}

#[test]
fn a_spoken_time_is_shown_with_its_doubts() {
    let home = Home::new();
    let place = &PLACE[..4];
    let ran = home.run(
        &[
            &["when", "nächste", "Woche", "Dienstag", "um", "acht"][..],
            place,
        ]
        .concat(),
    );
    assert_eq!(ran.status, 0);
    assert!(
        ran.out.contains("Tue 2026-11-24 08:00") && ran.out.contains("or Tue 2026-11-24 20:00"),
        "{}",
        ran.out
    );
    let hours = [
        "when",
        "um acht",
        "--hours",
        "08:00-12:00,13:00-18:00",
        "--json",
    ];
    let told = home.json(&[&hours[..], place].concat());
    assert_eq!(told["times"][0]["doubts"], json!([]));
    let ran = home.run(&["when", "helfen", "--tz", "UTC"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
}

#[test]
fn a_batch_of_phrases_is_answered_in_the_zones_it_names() {
    let home = Home::new();
    let items = json!([
        {"text": "morgen um vierzehn uhr", "reference": "2013-02-12T04:30:00-02:00", "tz": "-02:00"},
        {"text": "bis 11 uhr", "reference": "2026-11-19T10:12:00+01:00", "tz": "Europe/Berlin"},
        {"text": "was gemacht"},
    ]);
    home.write("phrases.json", &items.to_string());
    let ran = home.run(&["when", "--batch", "phrases.json"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let told = lines(&ran.out);
    assert_eq!(told[0]["start"], "2013-02-13T14:00:00-02:00");
    assert_eq!(told[1]["start"], Value::Null);
    assert_eq!(told[1]["end"], "2026-11-19T11:00:00+01:00");
    assert_eq!(told[2], json!({"text": "was gemacht", "start": null}));
}
