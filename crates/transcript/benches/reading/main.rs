//! Time per phrase, per call, and per byte of anything; beside the `duckling` crate, in one run.
//!
//! `duckling` is told the language and asked for times alone. We find the language ourselves,
//! and in a call everything else too.

mod summary;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput};
use duckling::{DimensionKind, Entity, Lang, Locale, Options};
use jiff::civil::date;
use transcript::conversation::Conversation;
use transcript::reading::{self, Context};
use transcript::reference::{Hours, Reference};
use transcript::service::Service;
use transcript::when;

use crate::summary::{Row, Times};

const PHRASES: [(Lang, &str); 16] = [
    (Lang::DE, "übermorgen um halb drei"),
    (Lang::DE, "nächste Woche Dienstag um vierzehn Uhr dreißig"),
    (Lang::DE, "am ersten zwölften um viertel nach zehn"),
    (Lang::DE, "zwischen 14 und 16 Uhr am dreißigsten"),
    (Lang::DE, "heute in acht Tagen"),
    (Lang::DE, "15.3. um 14:30"),
    (Lang::DE, "Samstag ab 15 Uhr"),
    (Lang::DE, "fünf vor halb vier"),
    (
        Lang::DE,
        "nein doch lieber am Mittwoch so gegen elf wenn das geht",
    ),
    (Lang::DE, "Guten Morgen, wie kann ich Ihnen helfen?"),
    (Lang::EN, "tomorrow at half past nine"),
    (Lang::EN, "Tuesday the twenty-fourth at two thirty p m"),
    (Lang::EN, "December 3rd, 11:20"),
    (Lang::EN, "next Friday between 3 and 5 pm"),
    (Lang::EN, "in two weeks"),
    (Lang::EN, "my number is 555 0170, thank you"),
];

const CALL: &str = "Agent: Guten Tag, Salon Morgenrot, wie kann ich Ihnen helfen?\n\
User: hallo ich hätte gern einen termin zum färben\n\
Agent: Gerne, an welchem Tag?\n\
User: nächste woche dienstag so um halb drei\n\
Agent: Dienstag, der vierundzwanzigste November um vierzehn Uhr dreißig wäre frei.\n\
User: nein doch lieber mittwoch\n\
Agent: Mittwoch um elf Uhr oder um sechzehn Uhr fünfzehn?\n\
User: das zweite bitte\n\
Agent: Mittwoch, sechzehn Uhr fünfzehn. Auf welchen Namen?\n\
User: mein name ist petra schuster\n";

/// Ordinary talk, and what is not: where everything begins a time and nothing ends one, lines
/// without speakers, lines without end, words without end.
const TEXTS: [(&str, &str); 11] = [
    ("ordinary calls", CALL),
    ("digits", "14 30 3. 11. 2026 7:15 0170 99 "),
    ("digits in one word", "1234567890"),
    (
        "number words",
        "neunhundertneunundneunzig elf zwanzig und drei ",
    ),
    ("number words in one word", "einundzwanzig"),
    ("halb viertel vor", "halb viertel vor "),
    (
        "beginnings",
        "User: zwischen von ab bis am nächsten der 3. 4. und halb in drei Tagen vor \n",
    ),
    (
        "yes and times",
        "ja morgen um zehn nein frau auf übermorgen elf ",
    ),
    ("no speakers", "morgen um zehn\n"),
    ("one turn", "vier und zwanzig vor halb in einer Woche "),
    ("one word of a service", "haarschnitt"),
];

const SIZES: [usize; 3] = [1 << 10, 1 << 15, 1 << 20];

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let phrases = phrases(&mut criterion);
    let call = call(&mut criterion);
    let texts = scaling(&mut criterion);
    criterion.final_summary();
    summary::compare(&[phrases, call].concat());
    summary::scale(&texts, SIZES);
}

fn phrases(criterion: &mut Criterion) -> Vec<Row<2>> {
    let mut group = criterion.benchmark_group("phrase");
    group.warm_up_time(Duration::from_millis(500));
    group.measurement_time(Duration::from_secs(1));
    let reference = reference();
    PHRASES
        .map(|(lang, phrase)| {
            let context = their_context(lang);
            let (mut ours, mut theirs) = (Times::default(), Times::default());
            group.bench_function(BenchmarkId::new("ours", phrase), |b| {
                ours.take(b, || when::read(black_box(phrase), &reference));
            });
            group.bench_function(BenchmarkId::new("duckling", phrase), |b| {
                theirs.take(b, || find_times(black_box(phrase), &context));
            });
            (phrase, [ours, theirs])
        })
        .to_vec()
}

fn call(criterion: &mut Criterion) -> Vec<Row<2>> {
    let mut group = criterion.benchmark_group("a call of ten turns");
    let (services, reference) = (services(), reference());
    let context = Context {
        reference,
        services: &services,
    };
    let their_context = their_context(Lang::DE);
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    group.bench_function("ours, all of it", |b| {
        ours.take(b, || {
            reading::read(&Conversation::parse(black_box(CALL)), &context)
        });
    });
    group.bench_function("duckling, times alone", |b| {
        theirs.take(b, || find_times(black_box(CALL), &their_context));
    });
    vec![("a call of ten turns", [ours, theirs])]
}

fn scaling(criterion: &mut Criterion) -> Vec<Row<3>> {
    let mut group = criterion.benchmark_group("scaling");
    group.sample_size(10);
    group.warm_up_time(Duration::from_millis(500));
    group.measurement_time(Duration::from_secs(1));
    let (services, reference) = (services(), reference());
    let context = Context {
        reference,
        services: &services,
    };
    TEXTS
        .map(|(name, unit)| {
            let times = SIZES.map(|size| {
                let text = unit.repeat(size.div_ceil(unit.len()));
                let mut times = Times::default();
                group.throughput(Throughput::Bytes(text.len() as u64));
                group.bench_function(BenchmarkId::new(name, size), |b| {
                    times.take(b, || reading::read(&Conversation::parse(&text), &context));
                });
                times
            });
            (name, times)
        })
        .to_vec()
}

fn reference() -> Reference {
    Reference {
        now: date(2026, 11, 19).at(10, 0, 0, 0),
        zone: jiff::tz::TimeZone::UTC,
        hours: Hours::default(),
    }
}

fn services() -> Vec<Service> {
    [
        "Herrenhaarschnitt",
        "Damenhaarschnitt",
        "Färben",
        "Strähnen",
        "Dauerwelle",
        "Bartpflege",
    ]
    .map(|name| Service {
        name: name.to_owned(),
        synonyms: Vec::new(),
    })
    .to_vec()
}

/// The same moment, for `duckling`.
fn their_context(lang: Lang) -> duckling::Context {
    let now = "2026-11-19T10:00:00Z".parse().expect("an instant");
    duckling::Context::new(now, Locale::new(lang, None))
}

fn find_times(text: &str, context: &duckling::Context) -> Vec<Entity> {
    let kinds = [DimensionKind::Time];
    duckling::parse(text, &context.locale, &kinds, context, &Options::default())
}
