//! Given names, to tell which part of a name comes first and where a name can begin.

use std::sync::LazyLock;

use super::letters;
use crate::token::folded;
use crate::words::Words;

/// Given names of those who call in Germany, Austria, Switzerland and Britain, folded. What is
/// far more often another word (`Mai`, `Rose`, `Will`, `Mark`) is not among them.
const GIVEN: &str = "\
achim adam adelheid adrian agata agathe agnes agnieszka ahmad ahmet aisha alan albert albrecht aleksandra aleksandar alena alex alexander alexandra alexandru alfons alfred alice alicia alina alison alma alois aloisia amalia amanda amelie amina amir amit amy ana anastasia andi andre andrea andreas andrei andrej andrew andrzej andy anette angela angelika angus anika anita anja anjali anke ann anna annabel annabell anne annegret anneliese annelie annemarie annett annette anni annika antje anthony anton antonella antonia antonio anuschka arjun armin arne arno artur arthur ashley astrid asuman aurelia ava axel aylin ayse aysel \
baerbel barbara barry bartosz beata beate beatrice beatrix becky belinda ben benedikt benjamin bernadette bernd bernhard bert berta berthold bettina beth betty bianca big bilal birgit birgitta birte bjoern bob bogdan boris bozena brad brandon brenda brian bridget brigitte britta bronwyn bruce brunhilde bruno burak burkhard caitlin callum carina carla carlo carlos carmen caroline carolin carola carsten caterina catherine cathy catrin cem cemal cengiz chantal charlie charles charlotte chiara chloe chris christa christel christian christiane christina christine christoph christopher christos ciara cindy claire clara claudia claudio claus clemens clara clive colin colleen connor conny constanze cora corinna cornelia craig \
dagmar daisy dalia damian dan dana daniel daniela danny danuta daria dario darren dave david dawn deborah debbie declan deirdre delia deniz denis denise dennis derek derya desiree detlef diana diane dieter dietlinde dietmar dietrich dilara dilek dimitri dirk dmitri dmytro dominik dominic dominique don donald donna doreen doris dorota dorothea dorothee douglas duncan duygu \
ebru eckhard eddie edeltraud edgar edith edmund eduard edward edwin eileen eilidh eilert ekaterina ekkehard elena eleanor eleonore elfriede elias elif elisa elisabeth elise elizabeth elke ella ellen elli ellie elmar elsa elsbeth elvira emanuel emel emil emilia emily emine emma emre enrico erdal erhard eric erica erich erik erika ernestine erna erwin esra esther eugen eugenia eva eva-maria evan eveline evelyn ewa ewald ezgi \
fabian fabio fadi farid faith fatima fatma fatih felicitas felix ferdinand fergus ferhat fernando ferdl fiete filip filiz finja finlay finn fiona flora florian francesca francesco francis franciszek franco franka franz franziska frauke fred frederick frederik frederike freya frieda friedemann friederike friedhelm friedrich fritz fynn gabi gabriel gabriela gabriele gareth gary gavin gemma geoffrey geoff georg george georgia georgina gerald geraldine gerd gerda gerhard gerlinde gernot gero gertraud gertrud gertrude gianluca gianni gillian gina giorgio giovanni gisela gitta giulia giuseppe glen glenda gloria goekhan gottfried grace graham greg gregor greta gudrun guenter guenther guido giesela gundula gunnar guenay gustav gwen gwyneth \
habib hakan halil halina hanna hannah hanne hannelore hannes hanni hans hans-peter harald harry hartmut hasan hatice hayley hazel heather hedi hedwig heidemarie heidi heidrun heike heiko hein heiner heinrich heinz helen helena helene helga helge helmut hendrik henning henriette henrik henry herbert heribert hermann hermine herta hertha hilda hilde hildegard hilmar hinnerk hinrich holger horst howard hubert hugo hussein huseyin hueseyin \
ian ibrahim ida ignaz igor ilka ilona ilse imogen imre ina ines inga inge ingeborg ingo ingrid irena irene irina iris irma irmgard irmtraud isabel isabell isabella isabelle ismail isolde iva ivan ivana ivo iwona jack jackie jacob jacqueline jacek jadwiga jaime jakob jakub james jamie jana jane janet janice janina janine janne jannik jannis janusz jasmin jasmine jason javier jean jeanette jeff jeffrey jelena jemma jenna jennifer jenny jens jeremy jerzy jessica jessika jill jim jimmy jin joachim joan joana joanna joanne jochen joe joel joerg joern johann johanna johannes john johnny jolanta jon jona jonas jonathan jonny jordan jorge josef josefa josefine joseph josephine josh joshua josip joy joyce juan judith julia julian juliane julie julien juliet juergen justin justine justyna jutta \
kaethe kai kai-uwe kamal kamil karen karim karin karina karl karl-heinz karla karoline karsten kasia katarina katarzyna kate katharina kathleen kathrin kathy katie katja katrin kay keith ken kenneth kerstin kevin khadija khalid kieran kilian kim kira kirsten kirsty kirstin klaas klara klaus knut konrad konstantin konstanze korbinian kornelia kreszenz kristin kristina kristof krystyna krzysztof kurt kyle lara larissa lars lasse laszlo laura lauren laurenz lea leah leila lena leni lennart leo leon leonard leonhard leonie leonore leopold lesley leslie levin levi lewis lia liam lidia liesbeth lieselotte liesel lilia liliana lilli lilly lily linda lindsay linh linus lisa lisbeth lise liselotte liv lola lorena lorenz lore lothar lotte louis louisa louise luca lucas lucia lucy ludmila ludger ludwig luigi luis luisa luise luka lukas lutz lydia lynn lynne \
maciej madeleine maggie magda magdalena mahmoud maik maike maja malcolm malgorzata malik malte mandy manfred manuel manuela mara marc marcel marcin marco marcus mareike mareen maren margaret margarete margarethe margit margot margret margrit maria marian marianne marie marija marina mario marion marisa marit marita marius marje markus marlene marlies marlis marta martha martin martina mary marzena massimo mateusz mathias mathilda mathilde matilda matt matteo matthew matthias matthaeus maureen maurice max maximilian maya mehmet meike melanie melek melina melissa mel meral merle merve mesut meryem mia michael michaela michal michel michele michelle mick miguel mihai mike mikhail mila milan milena milica milos mina mira mirco miriam mirjam mirko miroslav mohamed mohammad mohammed moira molly mona monica monika monique moritz muhammad muriel murat mustafa myriam \
nadia nadine nadja nancy naomi natalia natalie natascha nathalie nathan nazan neha neil nele nelly nicholas nick nicki nico nicola nicolas nicole niels nigel nihat niklas nikita niko nikola nikolai nikolaus nils nina nino noah noel nora norbert norman nuray nuri oezge oezlem okan oksana olaf ole oleg oleksandr oleksandra olena olga oliver olivia oluwaseun omar onur orhan oscar oskar osman oswald ottilie otmar ottokar owen pablo paloma pamela paola paolo pascal pat patricia patricio patrick patrizia patryk paul paula pauline pavel pawel pedro peer peggy penelope penny pete peter petra phil philip philipp philippa phillip pia pierre piet pietro piotr priya rachel radek rafael rafal rahul raimund rainer raj rajesh ralf ralph ramona ramon randolf raphael ravi raymond rebecca rebekka regina regine regula reiner reinhard reinhild reinhold rena renata renate rene ricarda riccardo richard rick ricky rita rob robert roberta roberto robin rocco rod roderich roger roland rolf roman romy ron ronald ronja ronny rory rosa rosalie rosanna rosemarie rosemary rosi rosina rosmarie rosie roswitha rowena roxana roy ruben rudi rudolf ruediger ruedi rupert russell ruth ruslan ryan \
sabine sabrina sally salma salvatore sam samantha samira samuel sana sandeep sandra sandro sandy sanjay saskia sara sarah sascha sean sebastian sebnem seda sedat selim selin selina selma semra sepp serdar sergei sergej serhat serkan serhii sevda severin severine shane shannon sharon sheila shirley shona sibel sibylle sidney siegbert siegfried sieglinde sigmar sigrid silas silke silvana silvia silvie simon simona simone sina sinan siobhan slavica sofia sofie soenke soeren sonja sophia sophie stacey stanislaw stanislav stefan stefanie stefania steffen steffi stella stephan stephanie stephen steve steven stuart sue suleyman sueleyman sunita susan susann susanna susanne suse susi suzanne svantje sven svenja svetlana sybille sylvia sylvie sylwia \
tabea tadeusz tamara tanja tanya tara tarek tariq tatiana tatjana ted teresa terry tessa thea theo theodor theresa therese theresia thies thilo thomas thorben thorsten thuy tiago tibor tilman tilo tim timm timo timothy tina tino tobias todd tom tomasz tommy toni tony torben torsten tracy trang traudl traute trevor trudi tuan tuba tuncay tuelay turgay tyler udo ufuk ugur ulf uli ulla ulrich ulrike umut ursel ursula urs urszula uta ute uwe vadim vahid valentin valentina valeria valerie vanessa vera verena veronika veronica vesna vicky victor victoria viktor viktoria vincent vinzenz viola violetta vitali viviane vivien vladimir volker volkmar volodymyr vreni waldemar walburga walter waltraud waltraut wanda wendelin wendy wenke werner wibke wiebke wieland wilfried wilhelm wilhelmine willi william willy wiktoria wojciech wolfgang wolfram wyatt xaver xenia yannick yasemin yasin yasmin yevgen yolanda yulia yuri yusuf yvette yvonne zara zbigniew zdenka zehra zeynep zoe zofia zsuzsanna zuzanna";

static TABLE: LazyLock<Words<()>> = LazyLock::new(|| GIVEN.split_whitespace().collect());

/// Whether a folded word is a given name, or two with a hyphen.
pub(crate) fn is_given(word: &str) -> bool {
    let is = |word: &str| TABLE.get(word).is_some();
    is(word)
        || word
            .split_once('-')
            .is_some_and(|(one, other)| is(one) && is(other))
}

/// Puts the parts of a name into the usual order: `conti massimo conti` and `sedlmeier sepp` are
/// told with the surname first, and behind a full name another given name is somebody else's.
pub(super) fn arrange(parts: &mut Vec<String>) {
    let given = |part: &String| is_given(&folded(part));
    let small = |part: &String| part.starts_with(char::is_lowercase);
    let same = |one: &String, other: &String| letters(one) == letters(other);
    parts.dedup();
    // `von haugwitz eleonore`.
    if parts.len() > 2 && parts.first().is_some_and(small) && parts.last().is_some_and(given) {
        parts.rotate_right(1);
    }
    let again = parts
        .first()
        .and_then(|first| (2..parts.len()).find(|at| same(&parts[*at], first)));
    if let Some(again) = again {
        parts.truncate(again + 1);
        parts.remove(0);
    }
    if let [last, first] = parts.as_slice()
        && given(first)
        && !given(last)
    {
        parts.swap(0, 1);
    }
    let surname = parts
        .iter()
        .skip(1)
        .position(|part| !given(part) && !small(part));
    if let Some(surname) = surname.map(|at| at + 1)
        && parts.first().is_some_and(given)
        && let Some(other) = (surname + 1..parts.len()).find(|at| given(&parts[*at]))
    {
        parts.truncate(other);
    }
}
