use super::Home;

#[test]
fn every_command_explains_itself_with_an_example() {
    let commands: &[&[&str]] = &[
        &[],
        &["serve"],
        &["migrate"],
        &["tenant", "import"],
        &["check"],
        &["send"],
        &["events", "list"],
        &["events", "show"],
        &["events", "replay"],
        &["calls", "list"],
        &["costs"],
        &["costs", "call"],
        &["costs", "statement"],
        &["costs", "recompute"],
        &["costs", "close"],
        &["rates", "import"],
        &["appointments", "list"],
        &["callbacks", "list"],
        &["callbacks", "done"],
        &["queue", "status"],
        &["queue", "dead"],
        &["queue", "revive"],
        &["read"],
        &["when"],
    ];
    let home = Home::new();
    for command in commands {
        let ran = home.run(&[command, &["--help"][..]].concat());
        assert_eq!(ran.status, 0, "{command:?}");
        assert!(ran.out.contains("Example"), "{command:?}: {}", ran.out);
        assert!(ran.out.contains("--config"), "{command:?}: {}", ran.out);
    }
}

#[test]
fn what_is_not_understood_is_2_and_what_did_not_work_is_1() {
    let home = Home::new();
    assert_eq!(home.run(&["events", "list", "--status", "lost"]).status, 2);
    assert_eq!(home.run(&["events", "replay"]).status, 2);
    assert_eq!(home.run(&["callbacks", "done", "no-id"]).status, 2);
    let ran = home.run(&["events", "list"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.err.contains("--config") && ran.err.contains("ringback serve"),
        "{}",
        ran.err
    );
    // Looking leaves nothing behind.
    assert_eq!(home.folder.path().read_dir().unwrap().count(), 0);
}
