//! Calls that cannot be worked out any more, or never were, when their month is closed.

use super::{Desk, RATES, first_call, second_call};

impl Desk {
    /// Two calls, converted with an earlier rate than there is by now.
    fn of_two() -> Self {
        let mut desk = Self::new();
        desk.import("Date,USD,\n2025-10-10,1.6,\n");
        desk.send(&first_call());
        desk.send(&second_call());
        desk
    }

    /// What is kept of a call cannot be read any more.
    fn damage(&self, call: &str) {
        self.execute(&format!(
            "UPDATE call_reports SET facts = x'00' WHERE call_id = (SELECT id FROM calls WHERE retell_call_id = '{call}')"
        ));
    }

    /// Nothing is kept of a call.
    fn lose(&self, call: &str) {
        self.execute(&format!(
            "DELETE FROM call_reports WHERE call_id = (SELECT id FROM calls WHERE retell_call_id = '{call}')"
        ));
    }

    /// Closes October; what it said.
    fn close(&self) -> (String, String) {
        let ran = self.home.run(&["costs", "close", "2025-10"]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        (ran.out, ran.err)
    }
}

fn names(said: &str, so: &str, call: &str) -> bool {
    let mut lines = said.lines();
    lines.any(|line| line.contains(so) && line.contains(&format!(": {call}: ")))
}

#[test]
fn f66_a_call_that_cannot_be_worked_out_anew_is_named_and_billed_as_it_is() {
    let desk = Desk::of_two();
    desk.damage("call_1");
    desk.lose("call_2");
    desk.import(RATES);
    let recomputed = desk.home.run(&["costs", "recompute"]);
    assert_eq!(recomputed.status, 1);
    assert!(
        recomputed.err.contains("call_2: no report of it is kept"),
        "{}",
        recomputed.err
    );
    let (out, err) = desk.close();
    assert!(out.contains("2 calls"), "{out}");
    for call in ["call_1", "call_2"] {
        assert!(names(&err, "billed as its ledger has it", call), "{err}");
        assert_eq!(desk.rate_day(call), "2025-10-10");
    }
    // At 1.6: 15 US ct and a fee of 1, 11.25 US ct and a fee of 0.5.
    assert_eq!(desk.total("2025-10")[2], "17.90625");
}

#[test]
fn f68_a_call_that_never_gets_a_rate_keeps_no_month_open() {
    let mut desk = Desk::new();
    desk.send(&first_call());
    desk.damage("call_1");
    let (out, err) = desk.close();
    assert!(out.contains("1 calls"), "{out}");
    assert!(
        names(&err, "billed as its ledger has it", "call_1"),
        "{err}"
    );
    assert!(err.contains("1 calls have no exchange rate"), "{err}");
}

#[test]
fn f66_calls_without_a_ledger_get_one_before_their_month_is_closed() {
    let desk = Desk::of_two();
    desk.import(RATES);
    // As after an update from a release without ledgers.
    desk.execute("DELETE FROM ledger_entries; DELETE FROM ledger_lines; DELETE FROM ledgers");
    desk.lose("call_2");
    let tried = desk.home.run(&["costs", "close", "2025-10", "--dry-run"]);
    assert!(
        tried.err.contains("1 calls would first be worked out anew"),
        "{}",
        tried.err
    );
    let (out, err) = desk.close();
    assert!(out.contains("1 calls"), "{out}");
    assert!(
        names(&err, "has no ledger and is not billed", "call_2"),
        "{err}"
    );
    assert_eq!(desk.total("2025-10")[..3], ["1", "0", "13"]);
}
