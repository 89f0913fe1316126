//! What a tenants' file says.

use std::collections::{BTreeMap, HashMap};

use domain::id::{AccountName, BranchId, CalcomAccountId, CompanyId, RetellAgentId, ServiceId};
use domain::phone::PhoneNumber;
use domain::tariff::{Fee, TelephonyRate};
use domain::tenant::{DAYS, OpeningHours, ReadingRules};
use domain::time::Instant;
use store::{
    ImportAccount, ImportAgent, ImportBranch, ImportCalcomAccount, ImportCompany, ImportNumber,
    ImportOffer, ImportService,
};
use toml::de::DeTable;

use super::kinds::{
    AGENT, BASE_URL, COUNTRY, DOMAIN, EVENT_TYPE, FIELD, LANGUAGE, MINUTES, MOMENT, NUMBER, SECRET,
    SLUG, SPAN, TEXT, WORDS, YES, ZONE,
};
use super::money::{self, Parented, Planned};
use super::table::{Lined, Names, Notes, Problem, Table};

/// Everything in a file, in the order in which rows depend on each other.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) accounts: Vec<ImportAccount>,
    pub(super) companies: Vec<ImportCompany>,
    pub(super) calcom_accounts: Vec<ImportCalcomAccount>,
    pub(super) branches: Vec<ImportBranch>,
    pub(super) numbers: Vec<Reached<ImportNumber>>,
    pub(super) agents: Vec<Reached<ImportAgent>>,
    pub(super) services: Vec<ImportService>,
    pub(super) offers: Vec<Offered>,
    pub(super) parents: Vec<Parented>,
    pub(super) plans: Vec<Planned>,
    pub(super) telephony: Vec<Lined<TelephonyRate>>,
    pub(super) fees: Vec<Lined<Fee>>,
}

/// A service as a branch offers it.
#[derive(Debug)]
pub(super) struct Offered {
    pub(super) entry: ImportOffer,
    /// Where its event type stands.
    pub(super) line: usize,
}

/// A number or an agent: what a company is reached at.
#[derive(Debug)]
pub(super) struct Reached<T> {
    pub(super) entry: T,
    pub(super) line: usize,
    /// Whether the file says from when on it counts. If not, one that is known keeps its date.
    pub(super) dated: bool,
}

/// Reads a file: what could be read, and everything that is wrong. `accounts` are those that the
/// store knows; what says no date counts from `now`.
pub(super) fn read(text: &str, accounts: &[AccountName], now: Instant) -> (File, Vec<Problem>) {
    let notes = Notes::on(text);
    let (document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        // The rest of a file that is no TOML would be guesswork. Only the parser's message and
        // place: its own rendering quotes the line, where a secret may stand.
        for error in errors {
            let line = error.span().map_or(1, |span| notes.line_of(span.start));
            notes.note(line, error.message());
        }
        return (File::default(), notes.into_problems());
    }
    let mut reader = Reader::new(&notes, accounts, now);
    let mut top = Table::new(&notes, document.get_ref(), 1);
    for account in top.tables("account") {
        reader.account(account);
    }
    for company in top.tables("company") {
        reader.company(company);
    }
    money::everyones(&mut top, &mut reader.file);
    top.finish();
    let file = reader.file;
    (file, notes.into_problems())
}

/// Reads table by table. Every field is read before the first missing one ends it, so that all
/// mistakes are noted.
struct Reader<'a> {
    notes: &'a Notes,
    now: Instant,
    file: File,
    known_accounts: &'a [AccountName],
    accounts: Names,
    companies: Names,
    numbers: Names,
    agents: Names,
    /// By Cal.com key and event type, whose it is and since which line.
    event_types: HashMap<(String, i64), (CompanyId, usize)>,
}

/// What the parts of one company may refer to.
struct Scope {
    company: CompanyId,
    branches: Names,
    calcom: Names,
    /// The key's name by that of the Cal.com account.
    calcom_keys: HashMap<String, String>,
    services: Names,
    offers: Names,
    event_types: Names,
}

impl<'a> Reader<'a> {
    fn new(notes: &'a Notes, known_accounts: &'a [AccountName], now: Instant) -> Self {
        Self {
            notes,
            now,
            file: File::default(),
            known_accounts,
            accounts: Names::of("account"),
            companies: Names::of("company"),
            numbers: Names::of("number"),
            agents: Names::of("agent"),
            event_types: HashMap::new(),
        }
    }

    fn account(&mut self, mut table: Table<'_>) -> Option<()> {
        let name = self.declared(&mut table, "name", |reader| &mut reader.accounts);
        let keys = table.some("api_keys", &SECRET);
        table.finish();
        self.file.accounts.push(ImportAccount {
            name: AccountName::new(name?),
            api_keys: keys?.into_iter().map(|key| key.value).collect(),
        });
        Some(())
    }

    fn company(&mut self, mut table: Table<'_>) -> Option<()> {
        let slug = self.declared(&mut table, "slug", |reader| &mut reader.companies);
        let name = table.required("name", &TEXT);
        let reading = table.table("reading").map(reading).unwrap_or_default();
        let mut scope = Scope {
            // Without a slug nothing of this is kept, and the rest is read for its mistakes.
            company: CompanyId::of(slug.as_deref().unwrap_or_default()),
            branches: Names::of("branch"),
            calcom: Names::of("Cal.com account"),
            calcom_keys: HashMap::new(),
            services: Names::of("service"),
            offers: Names::of("offer"),
            event_types: Names::of("event type"),
        };
        for calcom in table.tables("calcom") {
            self.calcom(&mut scope, calcom);
        }
        for branch in table.tables("branch") {
            self.branch(&mut scope, branch);
        }
        for service in table.tables("service") {
            self.service(&mut scope, service);
        }
        let parent = table.optional("parent", &SLUG);
        for plan in table.tables("plan") {
            let planned = money::plan(self.notes, scope.company, parent.as_ref(), plan);
            self.file.plans.extend(planned);
        }
        self.file.parents.push(Parented {
            company: scope.company,
            parent,
        });
        table.finish();
        self.file.companies.push(ImportCompany {
            slug: slug?,
            name: name?.value,
            reading,
        });
        Some(())
    }

    fn calcom(&mut self, scope: &mut Scope, mut table: Table<'_>) -> Option<()> {
        let name = table.required("name", &SLUG);
        if let Some(name) = &name {
            scope
                .calcom
                .declare(self.notes, name.value.clone(), name.line);
        }
        let api_key = table.required("api_key", &SECRET);
        let base_url = table.optional("base_url", &BASE_URL);
        table.finish();
        let (name, api_key) = (name?.value, api_key?.value);
        scope.calcom_keys.insert(name.clone(), api_key.clone());
        self.file.calcom_accounts.push(ImportCalcomAccount {
            company: scope.company,
            name,
            base_url: base_url.map(|url| url.value),
            api_key,
        });
        Some(())
    }

    fn branch(&mut self, scope: &mut Scope, mut table: Table<'_>) -> Option<()> {
        let slug = table.required("slug", &SLUG);
        if let Some(slug) = &slug {
            scope
                .branches
                .declare(self.notes, slug.value.clone(), slug.line);
        }
        let name = table.required("name", &TEXT);
        let zone = table.required("zone", &ZONE);
        let language = table.required("language", &LANGUAGE);
        let country = table.optional("country", &COUNTRY);
        let opening_hours = table.table("opening_hours");
        let opening_hours = opening_hours
            .map(|hours| self.opening_hours(hours))
            .unwrap_or_default();
        let branch = BranchId::of(
            scope.company,
            slug.as_ref().map_or("", |slug| slug.value.as_str()),
        );
        let country = country.as_ref().map(|country| country.value.as_str());
        for number in table.tables("number") {
            self.number(scope.company, branch, country, number);
        }
        for agent in table.tables("agent") {
            self.agent(scope.company, branch, agent);
        }
        table.finish();
        self.file.branches.push(ImportBranch {
            company: scope.company,
            slug: slug?.value,
            name: name?.value,
            zone: zone?.value,
            language: language?.value,
            opening_hours,
        });
        Some(())
    }

    fn opening_hours(&self, mut table: Table<'_>) -> OpeningHours {
        let mut hours = BTreeMap::new();
        for day in DAYS {
            let Some(spans) = table.list(day, &SPAN) else {
                continue;
            };
            for pair in spans.windows(2) {
                if let [first, second] = pair
                    && second.value.from() < first.value.until()
                {
                    self.notes.note(
                        second.line,
                        format!(
                            "`{day}`: `{}` begins before `{}` is over; write the spans of a day in \
                             order and apart, like [\"09:00-12:00\", \"13:00-18:00\"]",
                            second.value, first.value
                        ),
                    );
                }
            }
            let spans = spans.into_iter().map(|span| span.value).collect();
            hours.insert(day.to_owned(), spans);
        }
        table.finish();
        hours
    }

    fn number(
        &mut self,
        company: CompanyId,
        branch: BranchId,
        country: Option<&str>,
        mut table: Table<'_>,
    ) -> Option<()> {
        let number = table.required("number", &NUMBER);
        let number = number.and_then(|given| {
            let read = match country {
                Some(country) => PhoneNumber::parse_in_country(&given.value, country),
                None => PhoneNumber::parse(&given.value),
            };
            match read {
                Ok(number) => Some(Lined {
                    value: number,
                    line: given.line,
                }),
                Err(error) => {
                    let hint = match country {
                        Some(country) => format!("and is none of country `{country}` either"),
                        None => "or give the branch a `country = \"DE\"`".to_owned(),
                    };
                    self.notes
                        .note(given.line, format!("`number`: {error}, {hint}"));
                    None
                }
            }
        });
        if let Some(number) = &number {
            self.numbers
                .declare(self.notes, number.value.to_string(), number.line);
        }
        let account = self.account_of(&mut table);
        let active = table.optional("active", &YES);
        let active_from = table.optional("active_from", &MOMENT);
        table.finish();
        let number = number?;
        self.file.numbers.push(Reached {
            line: number.line,
            dated: active_from.is_some(),
            entry: ImportNumber {
                number: number.value,
                account: account?,
                company,
                branch,
                active: active.is_none_or(|active| active.value),
                active_from: active_from.map_or(self.now, |moment| moment.value),
            },
        });
        Some(())
    }

    fn agent(&mut self, company: CompanyId, branch: BranchId, mut table: Table<'_>) -> Option<()> {
        let id = table.required("id", &AGENT);
        if let Some(id) = &id {
            self.agents.declare(self.notes, id.value.clone(), id.line);
        }
        let account = self.account_of(&mut table);
        let active = table.optional("active", &YES);
        let active_from = table.optional("active_from", &MOMENT);
        table.finish();
        let id = id?;
        self.file.agents.push(Reached {
            line: id.line,
            dated: active_from.is_some(),
            entry: ImportAgent {
                id: RetellAgentId::new(id.value),
                account: account?,
                company,
                branch,
                active: active.is_none_or(|active| active.value),
                active_from: active_from.map_or(self.now, |moment| moment.value),
            },
        });
        Some(())
    }

    fn service(&mut self, scope: &mut Scope, mut table: Table<'_>) -> Option<()> {
        let slug = table.required("slug", &SLUG);
        if let Some(slug) = &slug {
            scope
                .services
                .declare(self.notes, slug.value.clone(), slug.line);
        }
        let name = table.required("name", &TEXT);
        // There is no default: one that looks right books too little time (F28).
        let minutes = table.required("minutes", &MINUTES);
        let synonyms = table.list("synonyms", &TEXT).unwrap_or_default();
        let active = table.optional("active", &YES);
        let service = slug.as_ref().map(|slug| slug.value.as_str());
        for offer in table.tables("offer") {
            let minutes = minutes.as_ref().map(|minutes| minutes.value);
            self.offer(scope, service.unwrap_or_default(), minutes, offer);
        }
        table.finish();
        self.file.services.push(ImportService {
            company: scope.company,
            slug: slug?.value,
            name: name?.value,
            synonyms: synonyms.into_iter().map(|name| name.value).collect(),
            minutes: minutes?.value,
            active: active.is_none_or(|active| active.value),
        });
        Some(())
    }

    fn offer(
        &mut self,
        scope: &mut Scope,
        service: &str,
        service_minutes: Option<u32>,
        mut table: Table<'_>,
    ) -> Option<()> {
        let branch = table.required("branch", &SLUG);
        let branch = branch.filter(|branch| scope.branches.refer(self.notes, branch));
        let calcom = table.required("calcom", &SLUG);
        let calcom = calcom.filter(|calcom| scope.calcom.refer(self.notes, calcom));
        let event_type = table.required("event_type", &EVENT_TYPE);
        let minutes = table.optional("minutes", &MINUTES);
        let send_length = table.optional("send_length", &YES);
        let active = table.optional("active", &YES);
        let line = table.line();
        table.finish();
        let (branch, calcom, event_type) = (branch?.value, calcom?.value, event_type?);
        let active = active.is_none_or(|active| active.value);
        let minutes = minutes.map(|minutes| minutes.value).or(service_minutes)?;
        // The database holds each triple once.
        let triple = format!("{}, {minutes} minutes, in {calcom}", event_type.value);
        scope
            .event_types
            .declare(self.notes, triple, event_type.line);
        if active {
            scope
                .offers
                .declare(self.notes, format!("{service} at {branch}"), line);
        }
        self.own_event_type(scope, &calcom, event_type);
        let line = event_type.line;
        let entry = ImportOffer {
            company: scope.company,
            branch: BranchId::of(scope.company, &branch),
            service: ServiceId::of(scope.company, service),
            calcom_account: CalcomAccountId::of(scope.company, &calcom),
            event_type: event_type.value,
            minutes,
            send_length: send_length.is_some_and(|send| send.value),
            active,
        };
        self.file.offers.push(Offered { entry, line });
        Some(())
    }

    /// Two companies may share a Cal.com key, but never an event type of it (F73).
    fn own_event_type(&mut self, scope: &Scope, calcom: &str, event_type: Lined<i64>) {
        let Some(key) = scope.calcom_keys.get(calcom) else {
            return;
        };
        let (owner, line) = *self
            .event_types
            .entry((key.clone(), event_type.value))
            .or_insert((scope.company, event_type.line));
        if owner != scope.company {
            self.notes.note(
                event_type.line,
                format!(
                    "event type {} is another company's already, on line {line}; each has its own",
                    event_type.value
                ),
            );
        }
    }

    /// A slug that may be given once in the file.
    fn declared(
        &mut self,
        table: &mut Table<'_>,
        key: &'static str,
        names: fn(&mut Self) -> &mut Names,
    ) -> Option<String> {
        let slug = table.required(key, &SLUG)?;
        let notes = self.notes;
        names(self).declare(notes, slug.value.clone(), slug.line);
        Some(slug.value)
    }

    /// The account that a number or an agent belongs to: of this file, of the store, or the one
    /// whose keys are in the settings.
    fn account_of(&self, table: &mut Table<'_>) -> Option<AccountName> {
        let given = table.required("account", &SLUG)?;
        let name = AccountName::new(given.value.clone());
        let known = name == AccountName::default_account() || self.known_accounts.contains(&name);
        (known || self.accounts.refer(self.notes, &given)).then_some(name)
    }
}

fn reading(mut table: Table<'_>) -> ReadingRules {
    let mut rules = ReadingRules::default();
    let replace = |list: &mut Vec<String>, given: Option<Vec<Lined<String>>>| {
        if let Some(given) = given {
            *list = given.into_iter().map(|name| name.value).collect();
        }
    };
    replace(
        &mut rules.booking_tools,
        table.list("booking_tools", &FIELD),
    );
    if let Some(domain) = table.optional("attendee_email_domain", &DOMAIN) {
        rules.attendee_email_domain = domain.value;
    }
    if let Some(words) = table.optional("words", &WORDS) {
        rules.words = words.value;
    }
    if let Some(mut fields) = table.table("fields") {
        let names = &mut rules.fields;
        for (key, list) in [
            ("start", &mut names.start),
            ("date", &mut names.date),
            ("time", &mut names.time),
            ("consent", &mut names.consent),
            ("service", &mut names.service),
            ("caller_name", &mut names.caller_name),
            ("attendee_name", &mut names.attendee_name),
            ("email", &mut names.email),
            ("uid", &mut names.uid),
        ] {
            replace(list, fields.list(key, &FIELD));
        }
        fields.finish();
    }
    table.finish();
    rules
}
