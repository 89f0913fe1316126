//! Time per phrase, per call, and per kilobyte of anything.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::date;
use transcript::conversation::Conversation;
use transcript::reading::{self, Context};
use transcript::reference::{Hours, Reference};
use transcript::service::Service;
use transcript::when;

const PHRASES: [&str; 8] = [
    "übermorgen um halb drei",
    "nächste Woche Dienstag um vierzehn Uhr dreißig",
    "am ersten zwölften um viertel nach zehn",
    "zwischen 14 und 16 Uhr am dreißigsten",
    "heute in acht Tagen",
    "tomorrow at half past nine",
    "Tuesday the twenty-fourth at two thirty p m",
    "December 3rd, 11:20",
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

fn phrases(c: &mut Criterion) {
    let reference = reference();
    c.bench_function("eight phrases", |b| {
        b.iter(|| {
            for phrase in PHRASES {
                black_box(when::read(black_box(phrase), &reference));
            }
        });
    });
}

fn calls(c: &mut Criterion) {
    let services = services();
    let context = Context {
        reference: reference(),
        services: &services,
    };
    c.bench_function("a call of ten turns", |b| {
        b.iter(|| reading::read(&Conversation::parse(black_box(CALL)), &context));
    });
}

fn scaling(c: &mut Criterion) {
    let services = services();
    let context = Context {
        reference: reference(),
        services: &services,
    };
    // Adversarial: everything begins a time and nothing ends one; and one line without an end.
    let texts = [
        ("calls", CALL.to_owned()),
        (
            "beginnings",
            "User: zwischen von ab bis am nächsten der 3. 4. und halb in drei Tagen vor \n"
                .to_owned(),
        ),
        (
            "yes and times",
            "ja morgen um zehn nein frau auf übermorgen elf ".to_owned(),
        ),
        ("no labels", "morgen um zehn\n".to_owned()),
        (
            "one turn",
            "vier und zwanzig vor halb in einer Woche ".to_owned(),
        ),
    ];
    let mut group = c.benchmark_group("scaling");
    group.sample_size(10);
    for (name, unit) in texts {
        for size in [1_usize << 10, 1 << 15, 1 << 20] {
            let text = unit.repeat(size / unit.len() + 1);
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::new(name, size), &text, |b, text| {
                b.iter(|| reading::read(&Conversation::parse(text), &context));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, phrases, calls, scaling);
criterion_main!(benches);
