/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists of abbreviations and of first words, by language. Each list is in the order of its words' bytes in lower case,
 * without the sign at the end, so that it can be searched by halves; a test sees to that.
 *
 * The signs: "!" something always follows, "#" a number may, "?" it may end a sentence, "=" a plain word here. An entry
 * with a capital letter is one only so written: "Sat." is a day, "sat." is not. "*str" is any longer word that ends
 * so. */
#include "lib/abbreviations.h"

/* Lines as full as they go; clang-format would give many words a line of their own. */
/* clang-format off */

/* ---- The common list --------------------------------------------------------------------------------------------- */

static const char *const common_abbreviations[] = {
    "a.m?", "a.s?", "al?", "Apr?", "art#", "Aug?", "b.v?", "ca!", "Capt!", "cf!", "ch#", "Co?", "Corp?", "d.c?",
    "Dec?", "Dez?", "Dr!", "Drs!", "e.g!", "e.u?", "etc?", "Feb?", "fig#", "Gen!", "Gov!", "Hon!", "i.e!", "Inc?",
    "Jan?", "Jr?", "Jul?", "Jun?", "Lt!", "Ltd?", "m.d?", "Mar?", "Mgr!", "Mlle!", "Mme!", "Mr!", "Mrs!", "Ms!",
    "n.v?", "No#", "Nos#", "Nov?", "Nr#", "Nº#", "Oct?", "Okt?", "p#", "p.m?", "para#", "Ph.d?", "pp#", "Prof!",
    "Rep!", "Rev!", "s.a?", "s.p.a?", "s.r.l?", "s.r.o?", "sect#", "Sen!", "Sep?", "Sept?", "Sr?", "St?", "tel#",
    "u.k?", "u.n?", "u.s?", "u.s.a?", "ver#", "viz!", "vol#", "vs!"};

/* ---- English ----------------------------------------------------------------------------------------------------- */

static const char *const en_abbreviations[] = {
    "a.d?", "a.m?", "Abp!", "Adm!", "Adms!", "al?", "Ala?", "Amb!", "Ambs!", "Annex#", "App#", "approx!", "Apr?",
    "apt?", "Ariz?", "Ark?", "art#", "arts#", "assn?", "assoc!", "asst!", "Atty!", "Aug?", "ave?", "avg?", "b.a?",
    "b.c?", "b.sc?", "Bk#", "blvd?", "Bp!", "Brig!", "bros?", "c#", "Calif?", "Capt!", "Cdr!", "ch#", "chap#",
    "chaps#", "cl#", "Cllr!", "Cmdr!", "co?", "Col!", "Colo?", "Cols!", "Comdr!", "Cong?", "Conn?", "corp?", "cos?",
    "Cpl!", "d.c?", "d.phil?", "Dec?", "Del?", "dept?", "depts?", "Dist?", "Div?", "e.u?", "ed?", "eds?", "Eng!",
    "Ens!", "eq#", "eqs#", "esp!", "esq?", "est?", "etc?", "Ex#", "exh#", "ext#", "feb?", "fig#", "figs#", "Fla?",
    "Fr!", "Fri?", "Ft?", "Ga?", "Gen!", "Gens!", "Gov!", "Govs!", "govt?", "Hon!", "hr?", "hrs?", "hwy?", "Ill?",
    "inc?", "incl!", "Ind?", "Insp!", "intl?", "j.d?", "jan?", "jr?", "Jul?", "Jun?", "Kan?", "Ky?", "La?", "lb?",
    "lbs?", "ll.b?", "ll.m?", "llc?", "Lt!", "ltd?", "m.a?", "m.b.a?", "m.d?", "m.sc?", "Maj!", "Mar?", "Mass?",
    "max?", "Md?", "Messrs!", "mfg?", "Mgr!", "Mich?", "min?", "Minn?", "mins?", "Miss?", "Mlle!", "Mo?", "Mon?",
    "Mont?", "mt?", "Mx!", "n.b?", "n.c?", "n.d?", "n.h?", "n.j?", "n.m?", "n.y?", "Natl?", "Neb?", "Nev?", "no#",
    "nos#", "Nov?", "Oct?", "Okla?", "Ore?", "oz?", "p#", "p.m?", "Pa?", "para#", "paras#", "Pfc!", "pg#", "pgs#",
    "ph.d?", "plc?", "pp#", "Pres!", "Prof!", "Profs!", "pt#", "pts#", "Pvt!", "r.i?", "Rd?", "Ref#", "Reg#", "Rep!",
    "Reps!", "Rev!", "Rm#", "Rt!", "Rte?", "s.c?", "s.d?", "Sat?", "sec?", "sect#", "sects#", "Sen!", "Sens!", "Sep?",
    "Sept?", "Sess?", "Sgt!", "sq?", "sr?", "St?", "Ste?", "Sun?", "Supt!", "Tab#", "tel#", "Tenn?", "Tex?", "Thu?",
    "Thur?", "Thurs?", "Tue?", "Tues?", "u.a.e?", "u.k?", "u.n?", "u.s?", "u.s.a?", "u.s.s.r?", "univ?", "v!", "Va?",
    "ver#", "viz!", "vol#", "vols#", "Vt?", "W.va?", "Wash?", "Wed?", "Wis?", "Wyo?", "yr?", "yrs?"};

static const char *const en_openers[] = {
    "a", "about", "according", "accordingly", "across", "actually", "additionally", "after", "again", "all", "almost",
    "already", "also", "although", "among", "an", "and", "another", "any", "are", "as", "at", "because", "before",
    "besides", "between", "beyond", "both", "but", "by", "can", "certainly", "clearly", "consequently", "conversely",
    "could", "currently", "despite", "did", "do", "does", "don'", "dr.", "during", "each", "earlier", "either",
    "especially", "even", "eventually", "every", "everyone", "few", "finally", "following", "for", "fortunately",
    "from", "further", "furthermore", "generally", "given", "had", "has", "have", "having", "he", "hence", "her",
    "here", "his", "how", "however", "i", "i'", "if", "importantly", "in", "indeed", "initially", "instead", "is",
    "it", "its", "just", "last", "later", "let", "looking", "many", "may", "meanwhile", "might", "more", "moreover",
    "most", "mr.", "mrs.", "ms.", "much", "must", "my", "naturally", "nearly", "neither", "never", "nevertheless",
    "next", "no", "nobody", "none", "nonetheless", "nor", "not", "nothing", "notwithstanding", "now", "obviously",
    "of", "often", "on", "once", "one", "only", "or", "others", "our", "over", "perhaps", "please", "rather",
    "recently", "several", "she", "should", "similarly", "simply", "since", "so", "some", "someone", "sometimes",
    "specifically", "still", "such", "surely", "taking", "thank", "thanks", "that", "the", "their", "then", "there",
    "therefore", "these", "they", "this", "those", "though", "three", "through", "throughout", "thus", "to", "today",
    "together", "tomorrow", "tonight", "too", "two", "typically", "ultimately", "unfortunately", "unless", "unlike",
    "until", "upon", "us", "was", "we", "well", "were", "what", "whatever", "when", "where", "whether", "which",
    "while", "whilst", "who", "whose", "why", "will", "with", "within", "without", "would", "yes", "yesterday", "yet",
    "you", "your"};

/* ---- German ------------------------------------------------------------------------------------------------------ */

static const char *const de_abbreviations[] = {
    "*nr#", "*str?", "a.d?", "Abb#", "Abg!", "Abgg!", "abs#", "abzgl!", "allg!", "amtl!", "anl#", "anm#", "Apr?",
    "art#", "artt#", "aufl?", "Aug?", "ausg#", "az#", "bd#", "bde#", "beispw!", "bes!", "betr!", "Bgm!", "bl#",
    "bsp#", "bspw!", "buchst#", "bzgl!", "bzw!", "ca!", "cf!", "chr?", "Co?", "d.h!", "d.j?", "dez?", "dgl?", "Di?",
    "dipl!", "Do?", "doz!", "dr!", "drs!", "dt!", "e.v?", "ehem!", "einschl!", "engl!", "entspr!", "entw!", "etc?",
    "europ!", "ev!", "event!", "evtl!", "exkl!", "f?", "fax#", "feb?", "ff?", "fig#", "Fr!", "Frhr!", "Frl!", "frz!",
    "g.m.b.h?", "geb!", "Gebr!", "gegr!", "gem!", "ges.m.b.h?", "gest?", "ggf!", "ggfs!", "Gräf!", "h.c!", "habil!",
    "hg?", "hl!", "Hr!", "Hrn!", "hrsg?", "hs#", "i.a!", "i.d.r!", "i.e!", "i.g?", "i.h.v!", "i.l?", "i.r?", "i.s!",
    "i.s.d!", "i.s.v!", "i.v.m!", "i.z.m!", "ing!", "inkl!", "insb!", "insbes!", "ital!", "jan?", "jg#", "jh?",
    "jhd?", "jhdt?", "jr?", "jul?", "Jun?", "jur!", "jährl!", "k.k?", "k.o?", "kap#", "Kath!", "kfm!", "kl#", "Komm!",
    "Lic!", "lit#", "lt!", "m.a.w?", "m.b.h?", "m.e!", "m.w?", "Mag!", "max?", "med!", "Mi?", "min?", "mind!", "mio?",
    "Mo?", "monatl!", "mrd?", "Mär?", "n!", "n.chr?", "n.v?", "nat!", "no=", "nov?", "nr#", "nrn#", "o.g!", "o.ä?",
    "od!", "okt?", "p#", "p.a?", "phil!", "poln!", "pos#", "pp#", "priv!", "prof!", "Ra!", "Rdnr#", "Rechtsanw!",
    "rer!", "rn#", "russ!", "rz#", "s#", "s.a?", "s.o?", "s.u?", "Sa?", "sek?", "sen=", "sep?", "sept?", "So?",
    "sog!", "span!", "sr?", "ss#", "St!", "Staatssekr!", "std?", "stellv!", "str?", "Tab#", "techn!", "tel#",
    "theol!", "tsd?", "tägl!", "u!", "u.a?", "u.a.m?", "u.dgl?", "u.s?", "u.s.a?", "u.s.f?", "u.s.w?", "u.u!",
    "u.v.m?", "u.z?", "u.ä?", "Univ!", "Unterabs#", "urspr!", "usf?", "usw?", "uvm?", "v!", "v.a!", "v.chr?", "v.j?",
    "verh!", "versch!", "verst!", "vgl!", "vol#", "Vors!", "wirtsch!", "wiss!", "wöchentl!", "z.b!", "z.bsp!",
    "z.hd!", "z.t?", "z.zt!", "ziff#", "zit!", "zw!", "zzgl!", "zzt!", "öff!", "öffentl!", "österr!"};

static const char *const de_openers[] = {
    "aber", "alle", "allerdings", "alles", "als", "am", "an", "andere", "auch", "auf", "aus", "außerdem", "bei",
    "beide", "beim", "bereits", "bis", "da", "dabei", "dadurch", "dagegen", "daher", "damit", "danach", "dann",
    "daran", "darauf", "darüber", "das", "dass", "davon", "dazu", "dem", "den", "denn", "dennoch", "der", "des",
    "deshalb", "die", "dies", "diese", "diesem", "diesen", "dieser", "dieses", "doch", "dort", "durch", "ebenso",
    "ein", "eine", "einem", "einen", "einer", "eines", "einige", "entweder", "er", "erst", "es", "für", "gegen",
    "gestern", "haben", "hat", "heute", "hier", "ich", "ihr", "ihre", "ihren", "ihrer", "im", "in", "insgesamt",
    "ist", "jede", "jeder", "jedes", "jedoch", "jemand", "jetzt", "kann", "kein", "keine", "laut", "man", "manche",
    "mehr", "mein", "meine", "mit", "morgen", "nach", "nicht", "nichts", "niemand", "noch", "nun", "nur", "ob",
    "obwohl", "oder", "ohne", "schließlich", "schon", "sein", "seine", "seinen", "seit", "sie", "sind", "so", "sogar",
    "sollte", "somit", "sowohl", "später", "trotz", "um", "und", "unser", "unsere", "unseren", "unter", "viele",
    "vom", "von", "vor", "war", "waren", "warum", "was", "weder", "wegen", "weil", "welche", "wenn", "wer", "wie",
    "wir", "wird", "wo", "während", "zu", "zudem", "zuletzt", "zum", "zur", "zuvor", "zwischen", "über"};

/* ---- French ------------------------------------------------------------------------------------------------------ */

static const char *const fr_abbreviations[] = {
    "a?", "Adj!", "adm!", "al#", "ann#", "approx!", "apr!", "art#", "arts#", "av!", "avr?", "bd!", "boul!", "c?",
    "ca!", "Cdt!", "cf!", "chap#", "chev!", "cie?", "Col!", "coll?", "d!", "Dir!", "Dr!", "Drs!", "déc?", "dép?",
    "e.u?", "ed?", "eds?", "env!", "etc?", "ets!", "ex?", "fig#", "fr?", "févr?", "Gal!", "gén!", "hab?", "i.e!",
    "inc?", "janv?", "jr?", "juil?", "juill?", "l#", "Lt!", "ltée?", "m.d?", "max?", "Me!", "Mgr!", "min?", "Mlle!",
    "Mlles!", "Mm!", "Mme!", "Mmes!", "n#", "no#", "nos#", "not!", "nov?", "o.n.u?", "oct?", "p#", "p.ex!", "p.s?",
    "par#", "pp#", "Pr!", "Prof!", "rev!", "réf#", "s?", "s.a?", "s.a.r.l?", "s.a.s?", "s.n.c?", "sept?", "sq?",
    "sqq?", "Sr!", "St!", "Ste!", "Sts!", "sté!", "suiv?", "t#", "tab#", "trad?", "tél#", "u.e?", "u.s?", "vol#",
    "vs!", "Vve!", "éd?"};

static const char *const fr_openers[] = {
    "afin", "ainsi", "alors", "après", "au", "aucun", "aucune", "aujourd", "aussi", "aux", "avant", "avec",
    "beaucoup", "bien", "c'", "car", "ce", "ceci", "cela", "cependant", "certaines", "certains", "ces", "cet",
    "cette", "chaque", "chez", "comme", "comment", "contre", "d'", "dans", "de", "demain", "depuis", "des", "deux",
    "donc", "du", "dès", "désormais", "elle", "elles", "en", "enfin", "ensuite", "entre", "et", "face", "grâce",
    "hier", "ici", "il", "ils", "j'", "je", "l'", "la", "le", "les", "leur", "leurs", "lorsqu'", "lorsque", "là",
    "ma", "mais", "malgré", "mes", "moins", "mon", "même", "n'", "ne", "non", "nos", "notre", "nous", "néanmoins",
    "on", "or", "ou", "oui", "outre", "où", "par", "parce", "parmi", "pendant", "personne", "peu", "plus",
    "plusieurs", "pour", "pourquoi", "pourtant", "puis", "puisque", "qu'", "quand", "que", "quel", "quelle",
    "quelles", "quelques", "quels", "qui", "quoi", "rien", "s'", "sa", "sans", "selon", "ses", "seul", "seule", "si",
    "son", "sous", "sur", "tandis", "tous", "tout", "toute", "toutefois", "toutes", "trois", "trop", "tu", "un",
    "une", "vers", "voici", "voilà", "voir", "vos", "votre", "vous", "y", "à", "ça", "également"};

/* ---- Spanish ----------------------------------------------------------------------------------------------------- */

static const char *const es_abbreviations[] = {
    "a.c?", "a.m?", "Aa?", "aa.vv?", "Abr?", "admón?", "Ago?", "Alc!", "Almte!", "apdo#", "aprox!", "Arq!", "art#",
    "arts#", "av!", "avda!", "c.v?", "cap?", "cc!", "cc.oo?", "cf!", "cfr!", "Cmdte!", "Cnel!", "co=", "col?",
    "ctra!", "cía?", "d.c?", "d.e.p?", "depto?", "Dic?", "Dip!", "Dir!", "dpto?", "Dr!", "Dra!", "Dres!", "Dña!",
    "ed?", "eds?", "ee!", "ee.uu?", "ej!", "Ene?", "etc?", "Excma!", "Excmo!", "exp#", "ext#", "fdo!", "Feb?", "ff!",
    "ff.aa?", "fig#", "figs#", "Fr!", "Gral!", "Hh?", "Hna!", "Hno!", "hnos?", "Ilma!", "Ilmo!", "inc#", "Ing!",
    "jj!", "jj.oo?", "jr?", "Jul?", "Jun?", "lib#", "Lic!", "ltda?", "Magdo!", "Mar?", "May?", "Min!", "Mons!",
    "máx?", "mín?", "n#", "n.e?", "no#", "Nov?", "nro#", "núm#", "núms#", "o.n.u?", "Oct?", "Oo?", "p#", "p.ej!",
    "p.m?", "Pbro!", "Pdte!", "pp#", "Prof!", "Profa!", "pza!", "pág#", "págs#", "párr#", "Rev!", "rr!", "rr.hh?",
    "Rvdo!", "s.a?", "s.a.u?", "s.c?", "s.e.u.o?", "s.l?", "s.l.u?", "s.r.l?", "secc#", "Sen!", "Sep?", "Sept?",
    "Sgto!", "Sr!", "Sra!", "Sras!", "Sres!", "Srta!", "Srtas!", "ss?", "Sta!", "Sto!", "Subtte!", "t#", "tel#",
    "tels#", "tfno#", "trad?", "Tte!", "tít#", "u.e?", "u.s?", "Ud!", "Uds!", "urb!", "Uu?", "Vd!", "Vds!", "vid!",
    "vol#", "vols#"};

static const char *const es_openers[] = {
    "a", "además", "ahora", "ahí", "al", "algunas", "algunos", "allí", "ambas", "ambos", "ante", "antes", "aquel",
    "aquella", "aquí", "asimismo", "así", "aunque", "ayer", "bajo", "cada", "como", "con", "contra", "cuando", "cuál",
    "cuáles", "cuándo", "cuánto", "cuántos", "cómo", "dado", "de", "debido", "del", "desde", "después", "donde",
    "dos", "durante", "dónde", "e", "el", "ella", "ellas", "ellos", "embargo", "en", "entonces", "entre", "era", "es",
    "esa", "esas", "ese", "eso", "esos", "esta", "estas", "este", "esto", "estos", "finalmente", "fue", "gracias",
    "ha", "han", "hasta", "hay", "hoy", "la", "las", "lo", "los", "luego", "mañana", "menos", "mi", "mientras", "mis",
    "muchas", "muchos", "muy", "más", "nada", "nadie", "ninguna", "ninguno", "no", "nosotros", "nuestra", "nuestras",
    "nuestro", "nuestros", "o", "otra", "otras", "otro", "otros", "para", "pero", "pese", "por", "porque", "que",
    "quien", "quienes", "quién", "quiénes", "qué", "se", "según", "si", "sin", "sobre", "solo", "son", "su", "sus",
    "sí", "sólo", "también", "tampoco", "toda", "todas", "todo", "todos", "tras", "tres", "tu", "u", "un", "una",
    "unas", "unos", "usted", "ustedes", "varias", "varios", "y", "ya", "yo", "él"};

/* ---- Italian ----------------------------------------------------------------------------------------------------- */

static const char *const it_abbreviations[] = {
    "a.c?", "a.m?", "a.s?", "ago?", "al=", "all#", "amm!", "apr?", "arch!", "art#", "artt#", "avv!", "avv.ti!", "c#",
    "c.d!", "ca!", "cap!", "cav!", "cd!", "cfr!", "cit?", "co=", "col!", "Comm!", "d.c?", "dic?", "Dir!", "dott!",
    "dott.ssa!", "dott.sse!", "dr!", "ecc?", "ed?", "edd?", "egr!", "es!", "etc?", "f.lli!", "Feb?", "fig#", "figg#",
    "gen?", "gent!", "geom!", "giu?", "ibid?", "ing!", "jr?", "lett#", "lug?", "Mag?", "Mar!", "max?", "Min!", "mld?",
    "mln?", "mons!", "Mr!", "n#", "n.d.r?", "n.d.t?", "nn#", "no=", "nov?", "nr#", "num#", "o.n.u?", "on!", "onn!",
    "op?", "ott?", "p#", "p.es!", "p.iva?", "p.m?", "p.s?", "p.zza!", "pag#", "pagg#", "par#", "pp#", "Pres!",
    "prof!", "prof.ssa!", "proff!", "prot#", "rag!", "rev!", "S!", "s.a.s?", "s.c.a.r.l?", "s.c.p.a?", "s.n.c?",
    "s.p.a?", "s.r.l?", "s.s?", "seg?", "segg?", "Sen!", "Set?", "sett?", "sez#", "sig!", "sig.na!", "sig.ra!",
    "sigg!", "spett!", "Ss!", "tab#", "tel#", "Ten!", "trad?", "u.e?", "u.s?", "u.s.a?", "v!", "v.le!", "vol#",
    "voll#", "vs!"};

static const char *const it_openers[] = {
    "a", "agli", "ai", "al", "alcune", "alcuni", "all'", "alla", "alle", "allo", "allora", "altre", "altri", "anche",
    "c'", "che", "chi", "ci", "ciò", "come", "con", "contro", "cosa", "così", "da", "dai", "dal", "dall'", "dalla",
    "dalle", "degli", "dei", "del", "dell'", "della", "delle", "dello", "di", "domani", "dopo", "dove", "due",
    "dunque", "durante", "e", "ed", "egli", "entrambi", "era", "finora", "fra", "già", "gli", "grazie", "ha", "hanno",
    "i", "ieri", "il", "in", "infatti", "infine", "inoltre", "invece", "io", "l'", "la", "le", "lei", "lo", "loro",
    "lui", "là", "ma", "meno", "mentre", "mio", "molte", "molti", "nei", "nel", "nell'", "nella", "nelle", "nello",
    "nessuna", "nessuno", "niente", "noi", "non", "nonostante", "nostra", "nostro", "nulla", "o", "oggi", "ogni",
    "oppure", "ora", "per", "perchè", "perché", "però", "più", "poi", "poiché", "prima", "quale", "quali", "quando",
    "quanto", "quella", "quelle", "quelli", "quello", "quest'", "questa", "queste", "questi", "questo", "qui",
    "quindi", "se", "sebbene", "secondo", "senza", "si", "solo", "soltanto", "sono", "sotto", "su", "sua", "sui",
    "sul", "sull'", "sulla", "sulle", "suo", "suoi", "tra", "tre", "tutta", "tuttavia", "tutte", "tutti", "tutto",
    "un", "un'", "una", "uno", "verso", "voi", "è"};

/* ---- Dutch ------------------------------------------------------------------------------------------------------- */

static const char *const nl_abbreviations[] = {
    "*nr#", "*str?", "a.d.h.v!", "a.s?", "a.u.b?", "afb#", "afd?", "al=", "apr?", "art#", "artt#", "aug?", "b.v?",
    "b.v.o!", "bc!", "bd#", "bijl#", "bijv!", "bijz!", "blz#", "Burg!", "bv!", "c.s?", "c.v?", "ca!", "cf!", "chr?",
    "d.d?", "d.m.v!", "d.w.z!", "dec?", "dept?", "dhr!", "dhrn!", "dl#", "dr!", "drs!", "ds!", "e.a?", "e.d?", "e.u?",
    "enz?", "etc?", "evt!", "evtl!", "excl!", "Fa!", "feb?", "fig#", "gebr!", "gem!", "gen!", "h.t?", "hfst#",
    "i.h.b!", "i.h.k!", "i.o?", "i.p.v!", "i.s.m!", "i.v.m!", "incl!", "ing!", "ir!", "j.l?", "jan?", "Jhr!", "Jkvr!",
    "jl?", "jr?", "jul?", "jun?", "kap!", "kol!", "lic!", "Lt!", "m.a.w?", "m.b.t!", "m.i?", "m.m.v!", "m.n!", "max?",
    "Mej!", "mevr!", "mgr!", "min?", "Min.pres!", "mld?", "mln?", "Mr!", "mrs!", "mrt?", "mw!", "n.a.v!", "n.b?",
    "n.chr?", "n.v?", "nov?", "nr#", "nrs#", "o.a!", "o.b.v!", "o.l.v!", "o.m!", "okt?", "ong!", "p#", "p.j?", "p.m?",
    "pag#", "par#", "plm!", "pp#", "Pres!", "prof!", "red?", "resp!", "s.v.p?", "sec?", "sep?", "sept?", "Sgt!",
    "sr?", "St!", "staatssecr!", "str?", "t.a.v!", "t.b.v!", "t.g.v!", "t.n.v!", "t.o.v!", "t.w!", "t.z.t?", "tab#",
    "tel#", "u.s?", "u.s.a?", "uitg?", "v.chr?", "v.d!", "v.h!", "v.k?", "v.l.n.r!", "v.n?", "v.o.f?", "v.s?", "vgl!",
    "vol#", "vr?", "w.o!", "Wed!", "wnd!", "z.g!", "Z.k.h!", "zaaknr#", "zg!", "zgn!"};

static const char *const nl_openers[] = {
    "aan", "alle", "alleen", "alles", "als", "andere", "beide", "bij", "binnen", "bovendien", "daar", "daarbij",
    "daarmee", "daarna", "daarnaast", "daarom", "dan", "dankzij", "dat", "de", "deze", "die", "dit", "door", "drie",
    "dus", "echter", "een", "eerder", "eerst", "elk", "elke", "en", "er", "geen", "gisteren", "haar", "hebben",
    "heeft", "het", "hier", "hij", "hoe", "hoewel", "hun", "ieder", "iedereen", "ik", "in", "indien", "inmiddels",
    "is", "jij", "jullie", "kan", "kortom", "later", "maar", "meneer", "met", "mevrouw", "mijn", "mits", "moet",
    "morgen", "na", "naar", "namens", "niemand", "niet", "niets", "nog", "nu", "of", "om", "omdat", "ondanks",
    "onder", "ons", "onze", "ook", "op", "over", "sinds", "sommige", "te", "tegen", "ten", "terwijl", "tevens",
    "tijdens", "toch", "toen", "tot", "tussen", "twee", "u", "uit", "van", "vanaf", "vandaag", "veel", "verder",
    "vervolgens", "volgens", "voor", "waar", "waarom", "wanneer", "want", "was", "wat", "we", "wel", "welke", "wie",
    "wij", "wordt", "zal", "ze", "zelfs", "zij", "zijn", "zo", "zonder", "zou", "zowel"};

/* ---- Portuguese -------------------------------------------------------------------------------------------------- */

static const char *const pt_abbreviations[] = {
    "a.c?", "a.m?", "abr?", "ago?", "al=", "Alm!", "aprox!", "Arq!", "art#", "arts#", "Av!", "Cap!", "Cel!", "cf!",
    "cia?", "co=", "D!", "d.c?", "Dep!", "dept?", "depto?", "Des!", "Desa!", "dez?", "Dr!", "Dra!", "Dras!", "Drs!",
    "e.u?", "e.u.a?", "ed?", "eds?", "Emb!", "Eng!", "Engª!", "etc?", "ex?", "exa?", "Exma!", "Exmo!", "Exmos!",
    "exª?", "fev?", "fig#", "figs#", "fl#", "fls#", "Fr!", "Gal!", "Gen!", "Gov!", "hab?", "Ilma!", "Ilmo!", "inc#",
    "jan?", "jr?", "jul?", "jun?", "lda?", "ltda?", "m.d?", "Mai?", "Maj!", "Mar?", "Min!", "Mons!", "máx?", "mín?",
    "n#", "no=", "nov?", "nro#", "nº#", "núm#", "o.n.u?", "org?", "orgs?", "p#", "p.ex!", "p.m?", "p.s?", "par#",
    "Pe!", "pp#", "Pres!", "proc#", "Prof!", "Profa!", "pág#", "págs#", "Rev!", "s.a?", "s.a.r.l?", "s.exa?",
    "s.p.a?", "Sen!", "Set?", "Sgt!", "Sr!", "Sra!", "Sras!", "Srs!", "Srta!", "ss?", "Sta!", "Sto!", "séc!", "sécs!",
    "tab#", "tel#", "Ten!", "trad?", "Trav!", "u.e?", "u.s?", "V!", "v.exa?", "Ver!", "vol#", "vols#", "vs!"};

static const char *const pt_openers[] = {
    "a", "agora", "algumas", "alguns", "ali", "além", "amanhã", "ambos", "antes", "ao", "aos", "apenas", "apesar",
    "após", "aquela", "aquele", "aqui", "as", "assim", "até", "cada", "com", "como", "conforme", "contra", "contudo",
    "da", "dado", "das", "de", "depois", "desde", "devido", "do", "dois", "dos", "durante", "e", "ela", "elas", "ele",
    "eles", "em", "embora", "enquanto", "entre", "então", "era", "essa", "essas", "esse", "esses", "esta", "estas",
    "este", "estes", "eu", "finalmente", "foi", "graças", "hoje", "há", "isso", "isto", "já", "lá", "mais", "mas",
    "menos", "meu", "minha", "muitas", "muito", "muitos", "na", "nada", "nas", "nenhum", "nenhuma", "ninguém", "no",
    "nos", "nossa", "nossas", "nosso", "nossos", "num", "numa", "não", "nós", "o", "onde", "ontem", "os", "ou",
    "outra", "outras", "outro", "outros", "para", "pela", "pelas", "pelo", "pelos", "pois", "por", "porque", "porquê",
    "portanto", "porém", "quais", "qual", "quando", "quanto", "que", "quem", "se", "segundo", "sem", "seu", "seus",
    "sim", "sob", "sobre", "sua", "suas", "são", "só", "também", "tampouco", "tem", "toda", "todas", "todavia",
    "todo", "todos", "três", "têm", "um", "uma", "umas", "uns", "você", "vocês", "várias", "vários", "à", "às", "é"};

/* ---- Russian ----------------------------------------------------------------------------------------------------- */

static const char *const ru_abbreviations[] = {
    "абз#", "авг?", "акад!", "апр?", "бул!", "в?", "вв?", "вып#", "г?", "гг?", "ген!", "гл#", "гос!", "гр!", "д#",
    "дек?", "долл?", "доц!", "др?", "ед?", "зам!", "и.о?", "изд?", "им!", "ин?", "инж!", "канд!", "кв#", "коп?",
    "корп#", "корр!", "л?", "лейт!", "м?", "мар?", "мин?", "млн?", "млрд?", "н.э?", "наб!", "напр!", "нач!", "нояб?",
    "о!", "обл?", "окт?", "п#", "пер!", "пл!", "подп#", "полк!", "пп#", "пр?", "прил#", "просп!", "проф!", "р?",
    "разд#", "ред?", "рис#", "руб?", "с#", "св!", "сек?", "сент?", "см?", "соц!", "ср!", "ст#", "стр#", "т?", "т.д?",
    "т.е!", "т.к!", "т.н!", "т.п?", "табл#", "тел#", "тов!", "тыс?", "ул!", "февр?", "ч#", "час?", "чел?", "шт?",
    "янв?"};

static const char *const ru_openers[] = {
    "а", "без", "благодаря", "будет", "был", "была", "были", "было", "в", "ведь", "весь", "во", "во-первых",
    "впрочем", "все", "всё", "вчера", "вы", "где", "да", "даже", "два", "для", "до", "другие", "его", "ее", "если",
    "есть", "еще", "ещё", "её", "за", "завтра", "затем", "зачем", "здесь", "и", "из", "или", "итак", "их", "к",
    "каждая", "каждый", "как", "какая", "какие", "какой", "ко", "когда", "который", "кроме", "кто", "лишь", "между",
    "многие", "мой", "моя", "мы", "на", "над", "наш", "наша", "наше", "наши", "не", "некоторые", "несмотря", "нет",
    "никто", "ничто", "но", "ныне", "о", "об", "оба", "обе", "однако", "он", "она", "они", "оно", "от", "перед", "по",
    "под", "позже", "пока", "после", "потом", "потому", "почему", "поэтому", "при", "против", "раньше", "с", "свой",
    "сегодня", "сейчас", "со", "согласно", "среди", "та", "так", "также", "там", "те", "теперь", "того", "тоже",
    "только", "тот", "три", "тут", "ты", "у", "уже", "хотя", "через", "что", "эта", "эти", "это", "этот", "я"};

/* ---- Polish ------------------------------------------------------------------------------------------------------ */

static const char *const pl_abbreviations[] = {
    "abp!", "adw!", "al!", "ang!", "art#", "bm?", "bp!", "br?", "co=", "dot!", "dr!", "ds!", "dyr!", "etc?", "franc!",
    "gen!", "gm!", "godz#", "hab!", "i.in?", "im!", "in?", "inż!", "itd?", "itp?", "jr?", "kpt!", "ks!", "lek!",
    "lit#", "m.in!", "mgr!", "min!", "mjr!", "mld?", "mln?", "n.e?", "niem!", "no=", "np!", "nr#", "o.o?", "o.s!",
    "ok!", "os!", "p.n.e?", "p.s?", "par#", "pkt#", "pl!", "por!", "pow!", "poz#", "ppłk?", "prez!", "proc?", "prof!",
    "przew!", "późn?", "płk!", "r?", "r.ż?", "rb?", "red!", "rozdz#", "rys#", "s#", "s.a?", "s.c?", "sek?", "sen?",
    "sp!", "st?", "str#", "Sz!", "t#", "tab#", "tel#", "tj!", "tys?", "tzn!", "tzw!", "u.s?", "ub?", "ul!", "ust#",
    "vol#", "w?", "wg!", "wicemin!", "woj!", "ww!", "wyd?", "zał#", "zm?", "zob!", "łac!", "św!"};

static const char *const pl_openers[] = {
    "a", "albo", "ale", "bez", "byli", "był", "była", "było", "będzie", "chociaż", "choć", "ci", "co", "czy", "dla",
    "dlaczego", "dlatego", "do", "dwa", "dzisiaj", "dzięki", "dziś", "gdy", "gdzie", "i", "ich", "inni", "ja", "jak",
    "jaka", "jaki", "jakie", "jednak", "jego", "jej", "jest", "jeszcze", "jeśli", "jeżeli", "jutro", "już", "każda",
    "każdy", "kiedy", "kto", "która", "które", "który", "lub", "mimo", "między", "moja", "my", "mój", "na", "nad",
    "następnie", "nasz", "nasza", "nasze", "natomiast", "nawet", "nic", "nie", "niektórzy", "nikt", "o", "oba",
    "obecnie", "obie", "od", "on", "ona", "one", "oni", "ono", "oprócz", "oraz", "ostatnio", "po", "pod", "ponadto",
    "ponieważ", "potem", "przeciw", "przed", "przez", "przy", "później", "również", "swój", "są", "ta", "tak",
    "także", "tam", "te", "ten", "teraz", "też", "to", "trzy", "tu", "tutaj", "ty", "tylko", "u", "w", "wcześniej",
    "wczoraj", "we", "według", "wielu", "więc", "wszyscy", "wszystkie", "wszystko", "wy", "wśród", "z", "za", "zatem",
    "zdaniem", "ze", "żaden"};

/* ---- Swedish ----------------------------------------------------------------------------------------------------- */

static const char *const sv_abbreviations[] = {
    "*nr#", "a.b?", "ang!", "apr?", "art#", "aug?", "avd!", "bil#", "bl!", "bl.a!", "ca!", "d.v.s!", "d.å?", "dec?",
    "dnr#", "doc!", "dr!", "dvs!", "e.d?", "e.kr?", "e.m?", "e.u?", "ed?", "el!", "eng!", "enl!", "etc?", "ev!",
    "exkl!", "f.d!", "f.kr?", "f.m?", "f.n!", "f.v.b?", "f.ö!", "feb?", "ff?", "fig#", "fil!", "fr.o.m!", "Gen!",
    "hr!", "i.o.m!", "i.st?", "inkl!", "jan?", "jfr!", "jr?", "jul?", "jun?", "kap!", "kl!", "kr?", "lic!", "m.fl?",
    "m.h.t!", "m.m?", "max?", "mdr?", "milj?", "min?", "mom#", "nov?", "nr#", "o.d?", "o.dyl?", "o.s.v?", "okt?",
    "osv?", "p.g.a!", "p.s?", "par#", "pga!", "prof!", "red?", "resp!", "s#", "s.k!", "sep?", "sept?", "sid#", "sr?",
    "st?", "Sv!", "t.ex!", "t.o.m!", "tab#", "tel#", "tr!", "ty!", "u.s?", "uppl?", "vol#"};

static const char *const sv_openers[] = {
    "alla", "allt", "andra", "att", "av", "bara", "blir", "båda", "dagens", "de", "den", "denna", "deras", "dessa",
    "dessutom", "det", "detta", "dock", "du", "där", "därefter", "därför", "därmed", "då", "efter", "eftersom",
    "eller", "en", "enligt", "ett", "från", "för", "före", "först", "genom", "han", "hans", "har", "hennes", "hon",
    "hur", "här", "i", "idag", "igår", "imorgon", "inga", "ingen", "inget", "inte", "jag", "kan", "man", "med",
    "medan", "mellan", "men", "min", "mitt", "mot", "många", "ni", "nu", "när", "några", "och", "också", "om", "på",
    "sammanlagt", "samtidigt", "sedan", "senare", "sin", "ska", "skulle", "som", "så", "tack", "tidigare", "till",
    "tre", "trots", "två", "under", "utan", "vad", "var", "varför", "varje", "vem", "vi", "vid", "vilken", "vill",
    "vår", "våra", "vårt", "är", "även", "över"};

/* ---- Danish ------------------------------------------------------------------------------------------------------ */

static const char *const da_abbreviations[] = {
    "a.s?", "adv!", "ang!", "apr?", "art#", "aug?", "bd#", "bil#", "bl.a!", "ca!", "cand!", "d.v.s!", "dec?", "dr!",
    "dvs!", "e.kr?", "ekskl!", "etc?", "evt!", "f.eks!", "f.kr?", "feb?", "ff?", "fig#", "hr!", "inkl!", "jan?",
    "jf!", "jr?", "jul?", "jun?", "kap#", "kl!", "kr?", "lic!", "m.fl?", "m.m?", "m.v?", "mar?", "max?", "mht!",
    "mia?", "min?", "mio?", "mv?", "nov?", "nr#", "o.l?", "o.s.v?", "okt?", "osv?", "p.g.a!", "p.s?", "par#", "pga!",
    "pkt#", "prof!", "s#", "sep?", "sept?", "sr?", "stk#", "stud!", "såk!", "tab#", "tlf#", "u.s?", "vedr!"};

/* Danish and Norwegian together. */
static const char *const nordic_openers[] = {
    "alle", "alt", "andre", "at", "av", "bare", "begge", "ble", "blev", "da", "de", "den", "denne", "der", "dere",
    "derefter", "deres", "deretter", "derfor", "dermed", "dessuten", "det", "dette", "disse", "dog", "du", "efter",
    "ei", "eller", "en", "er", "et", "etter", "for", "fordi", "fra", "før", "først", "gennem", "gjennom", "han",
    "hans", "har", "hendes", "hennes", "her", "hun", "hva", "hvad", "hvem", "hver", "hvilken", "hvor", "hvordan",
    "hvorfor", "i", "ifølge", "ikke", "ingen", "intet", "jeg", "kan", "kun", "man", "mange", "med", "mellem",
    "mellom", "men", "mens", "min", "mot", "noen", "nogle", "nu", "nå", "når", "og", "også", "om", "over", "på",
    "samtidig", "selv", "senere", "siden", "skal", "som", "så", "tak", "takk", "tidligere", "til", "to", "tre",
    "trods", "tross", "uden", "under", "uten", "var", "ved", "vi", "vil", "ville", "vores", "vår", "våre", "vårt"};

/* ---- Norwegian, Bokmål and Nynorsk ------------------------------------------------------------------------------- */

static const char *const no_abbreviations[] = {
    "a.s?", "adv!", "ang!", "apr?", "art#", "aug?", "bd#", "bl.a!", "bla!", "ca!", "cand!", "d.v.s!", "des?", "dr!",
    "dvs!", "e.kr?", "ekskl!", "etc?", "evt!", "f.eks!", "f.kr?", "feb?", "ff?", "fig#", "ifm!", "inkl!", "jan?",
    "jf!", "jr?", "jul?", "jun?", "kap#", "kl!", "kr?", "m.a.o?", "m.fl?", "m.m?", "m.v?", "mar?", "max?", "mht!",
    "mill?", "min?", "mrd?", "mtp!", "mv?", "nov?", "nr#", "o.l?", "o.s.v?", "okt?", "osv?", "p.g.a!", "p.s?", "par#",
    "pga!", "pkt#", "prof!", "s#", "s.k!", "sep?", "sept?", "sr?", "st?", "stud!", "tab#", "tlf#", "u.s?", "vedl#",
    "vedr!"};

/* ---- Czech ------------------------------------------------------------------------------------------------------- */

static const char *const cs_abbreviations[] = {
    "a.s?", "aj?", "akad!", "apod?", "arch!", "atd?", "bc!", "cca!", "doc!", "dr!", "gen!", "hod?", "ing!", "jr?",
    "judr!", "k.s?", "kap#", "kpt!", "kč?", "l?", "max?", "mgr!", "mil?", "min?", "mj!", "ml?", "mld?", "mudr!",
    "n.l?", "např!", "npor!", "nám!", "o.p.s?", "obr#", "odst#", "p!", "phdr!", "plk!", "popř!", "prof!", "písm#",
    "př!", "př.n.l?", "r?", "resp!", "rndr!", "roč#", "s#", "s.p?", "s.r.o?", "sb#", "st?", "stol?", "str#", "sv!",
    "tab#", "tel#", "tis?", "tj!", "tzn!", "tzv!", "tř!", "ul!", "v.v.i?", "vyd?", "vč!", "z.s?", "č#", "čj#", "čl#"};

static const char *const cs_openers[] = {
    "a", "ale", "anebo", "ano", "ačkoli", "bez", "bude", "byl", "byla", "byli", "bylo", "co", "dnes", "do", "dokonce",
    "dva", "díky", "dříve", "i", "jak", "jaká", "jaký", "je", "jeho", "jejich", "její", "jen", "ještě", "jiní", "již",
    "jsou", "já", "každá", "každý", "kde", "kdo", "když", "kromě", "která", "který", "mezi", "mnozí", "my", "můj",
    "na", "nad", "navzdory", "naše", "ne", "nebo", "nic", "nikdo", "nyní", "náš", "někteří", "o", "od", "on", "ona",
    "oni", "ono", "pak", "po", "pod", "podle", "pokud", "potom", "pouze", "později", "pro", "proti", "proto",
    "protože", "proč", "před", "přes", "při", "rovněž", "ta", "tady", "také", "tam", "tedy", "ten", "teď", "ti", "to",
    "ty", "též", "tři", "u", "už", "v", "ve", "vy", "včera", "však", "všechno", "všichni", "z", "za", "zda", "zde",
    "ze", "zítra"};

/* clang-format on */

/* ---- languages -------------------------------------------------------------------------------------------------- */

static const dictum_sentence_language languages[] = {
    {"", DICTUM__WORD_LIST(common_abbreviations), {NULL, 0}, DICTUM__ORDINALS_NONE},
    {"en", DICTUM__WORD_LIST(en_abbreviations), DICTUM__WORD_LIST(en_openers), DICTUM__ORDINALS_NONE},
    {"de", DICTUM__WORD_LIST(de_abbreviations), DICTUM__WORD_LIST(de_openers), DICTUM__ORDINALS_BEFORE_NOUNS},
    {"fr", DICTUM__WORD_LIST(fr_abbreviations), DICTUM__WORD_LIST(fr_openers), DICTUM__ORDINALS_NONE},
    {"es", DICTUM__WORD_LIST(es_abbreviations), DICTUM__WORD_LIST(es_openers), DICTUM__ORDINALS_NONE},
    {"it", DICTUM__WORD_LIST(it_abbreviations), DICTUM__WORD_LIST(it_openers), DICTUM__ORDINALS_NONE},
    {"nl", DICTUM__WORD_LIST(nl_abbreviations), DICTUM__WORD_LIST(nl_openers), DICTUM__ORDINALS_NONE},
    {"pt", DICTUM__WORD_LIST(pt_abbreviations), DICTUM__WORD_LIST(pt_openers), DICTUM__ORDINALS_NONE},
    {"ru", DICTUM__WORD_LIST(ru_abbreviations), DICTUM__WORD_LIST(ru_openers), DICTUM__ORDINALS_NONE},
    {"pl", DICTUM__WORD_LIST(pl_abbreviations), DICTUM__WORD_LIST(pl_openers), DICTUM__ORDINALS},
    {"sv", DICTUM__WORD_LIST(sv_abbreviations), DICTUM__WORD_LIST(sv_openers), DICTUM__ORDINALS_NONE},
    {"da", DICTUM__WORD_LIST(da_abbreviations), DICTUM__WORD_LIST(nordic_openers), DICTUM__ORDINALS},
    {"no", DICTUM__WORD_LIST(no_abbreviations), DICTUM__WORD_LIST(nordic_openers), DICTUM__ORDINALS},
    {"nb", DICTUM__WORD_LIST(no_abbreviations), DICTUM__WORD_LIST(nordic_openers), DICTUM__ORDINALS},
    {"nn", DICTUM__WORD_LIST(no_abbreviations), DICTUM__WORD_LIST(nordic_openers), DICTUM__ORDINALS},
    {"cs", DICTUM__WORD_LIST(cs_abbreviations), DICTUM__WORD_LIST(cs_openers), DICTUM__ORDINALS},
};

const dictum_sentence_language *dictum__sentence_languages(size_t *count)
{
    *count = sizeof languages / sizeof *languages;
    return languages;
}
