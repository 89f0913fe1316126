//! Exchange rates that a running service fetches, and what its gauges say of them.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::time::{Clock, Instant};

use super::super::{Home, until};
use super::{Desk, RATES, second_call, tenants};

/// A stand-in for the bank: serves what it was last given, and nothing before that.
struct Bank {
    url: String,
    table: Arc<Mutex<Option<String>>>,
}

impl Bank {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/rates.csv", listener.local_addr().unwrap());
        let table = Arc::new(Mutex::new(None::<String>));
        let published = table.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let request = BufReader::new(&stream).lines();
                let head = request.map_while(Result::ok);
                head.take_while(|line| !line.is_empty()).for_each(drop);
                let answer = match &*published.lock().unwrap() {
                    Some(table) => {
                        format!("200 OK\r\nContent-Length: {}\r\n\r\n{table}", table.len())
                    }
                    None => "404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(),
                };
                write!(
                    stream,
                    "HTTP/1.1 {}",
                    answer.replacen("\r\n", "\r\nConnection: close\r\n", 1)
                )
                .ok();
            }
        });
        Self { url, table }
    }

    fn publish(&self, table: &str) {
        *self.table.lock().unwrap() = Some(table.to_owned());
    }
}

impl Desk {
    /// A gauge, as the operator's port shows it.
    fn gauge(&self, name: &str) -> Option<f64> {
        let url = format!("{}metrics", self.served.admin);
        let shown = async { reqwest::get(url).await.unwrap().text().await.unwrap() };
        let shown = tokio::runtime::Runtime::new().unwrap().block_on(shown);
        let line = shown
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.map(|value| value.parse().unwrap())
    }

    fn rate_is_of(&self, day: &str) {
        let call = || self.home.json(&["costs", "call", "call_2", "--json"]);
        until(call, |call| call["rate"]["day"] == day);
    }
}

const AGE: &str = "ringback_exchange_rate_age_seconds";
const ESTIMATED: &str = "ringback_calls_with_estimated_cost";

#[test]
fn f68_a_service_fetches_rates_gives_them_to_its_calls_and_says_how_old_they_are() {
    let bank = Bank::open();
    let home = Home::new()
        .with("RINGBACK_EXCHANGE_RATES_URL", &bank.url)
        .with("RINGBACK_EXCHANGE_RATES_INTERVAL_S", "1")
        .with("RINGBACK_SWEEP_INTERVAL_S", "1");
    let mut desk = Desk::at(home, &tenants("15", "0.5"));
    desk.send(&second_call());
    until(
        || desk.gauge(ESTIMATED),
        |estimated| *estimated == Some(1.0),
    );
    until(|| desk.gauge(AGE), |age| *age == Some(f64::INFINITY));

    bank.publish("Date,USD,\n2025-10-10,1.6,\n");
    let age = until(|| desk.gauge(AGE), |age| age.is_some_and(f64::is_finite)).unwrap();
    let set = Instant::parse("2025-10-10T23:59:59Z").unwrap();
    let expected = Clock::system().now().since(set);
    let off = expected.abs_diff(Duration::from_secs_f64(age));
    assert!(off < Duration::from_mins(1), "{age} s, not {expected:?}");
    desk.rate_is_of("2025-10-10");

    // The day's own comes later, and so does the call's.
    bank.publish(RATES);
    desk.rate_is_of("2025-10-16");
    assert_eq!(desk.gauge(ESTIMATED), Some(1.0));

    // What the bank says otherwise later on is said, and not believed without being asked.
    bank.publish(&RATES.replace("2025-10-16,1.25", "2025-10-16,2.5"));
    let log = desk.home.folder.path().join("serve.log");
    let said = |log: &String| log.contains("2025-10-16: 1.25 of ecb, not 2.5 of ecb");
    until(|| std::fs::read_to_string(&log).unwrap(), said);
    assert_eq!(desk.total("2025-10")[2], "9.5");
    assert_eq!(desk.home.run(&["costs", "close", "2025-10"]).status, 0);
    until(
        || desk.gauge(ESTIMATED),
        |estimated| *estimated == Some(0.0),
    );
}

#[test]
fn f68_a_service_that_fetches_no_rates_gives_calls_those_that_are_there() {
    let home = Home::new().with("RINGBACK_EXCHANGE_RATES_INTERVAL_S", "1");
    let mut desk = Desk::at(home, &tenants("15", "0.5"));
    desk.send(&second_call());
    // Whoever imported this one died before any call got it.
    desk.execute("INSERT INTO fx_rates VALUES ('USD', '2025-10-16', 1250000000, 'ecb', 0)");
    desk.rate_is_of("2025-10-16");
}
