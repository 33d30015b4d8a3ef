/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lists behind lexicon.h. Words are case-folded, divided by spaces. A numeral or scale has "=" and its value or
 * number of zeros behind it. Articles that are numerals too (ein, un, uno) are left out. */
#ifndef DICTUM_SEARCHER_VERIFY_LEXICON_WORDS_H
#define DICTUM_SEARCHER_VERIFY_LEXICON_WORDS_H

#include <stdbool.h>

/* Languages, in the order of their numbers; the first serves for all others. */
enum {
    LANGUAGE_EN,
    LANGUAGE_DE,
    LANGUAGE_FR,
    LANGUAGE_ES,
    LANGUAGE_IT,
    LANGUAGE_PT,
    LANGUAGE_NL,
    LANGUAGE_PL,
    LANGUAGE_RU,
    LANGUAGE_UK,
    LANGUAGE_AR,
    LANGUAGE_ZH,
    LANGUAGE_JA,
    LANGUAGE_KO,
    LANGUAGE_TH,
    LANGUAGE_HI,
    LANGUAGE_TR,
    LANGUAGE_EL,
    LANGUAGE_VI,
    LANGUAGE_RO,
    LANGUAGE_SV,
    LANGUAGE_DA,
    LANGUAGE_NO,
    LANGUAGE_FI,
    LANGUAGE_CS,
    LANGUAGE_HU,
    LANGUAGE_HE,
    LANGUAGE_FA,
    LANGUAGE_ID,
    LANGUAGES
};

typedef struct language {
    const char *codes; /* divided by spaces */
    const char *negations, *modals, *units, *numerals, *scales, *qualifiers, *common;
    const char *negating_prefixes;
    const char *and_word;
    const char *negations_within, *modals_within, *numerals_within; /* of scripts without spaces */
    bool decimal_comma;
} language;

/* Signs of units are the same in all languages. */
#define UNIT_SIGNS                                                                                                     \
    "km m cm mm km2 m2 m3 kg g mg t lb lbs oz ft mi mph kmh h min ms kw mw gw kwh mwh gwh twh hz khz mhz ghz mb gb "   \
    "tb "                                                                                                              \
    "ha l ml eur usd gbp chf jpy cny rub pln sek nok dkk percent % bp bps "

/* Of persons, in all languages. */
#define TITLES                                                                                                         \
    "mr mrs ms miss dr prof professor sir dame lord lady president chairman chairwoman chair chancellor minister "     \
    "secretary senator sen representative rep governor gov general gen judge justice ambassador director herr frau "   \
    "monsieur madame m mme senor senora signor signora the hon"

static const language languages[LANGUAGES] = {
    [LANGUAGE_EN] =
        {.codes = "en",
         .negations =
             "no not never none nobody nothing nowhere neither nor cannot cant without hardly scarcely barely non "
             "unable",
         .modals =
             "will would shall should may might can could must ought cannot wont won't wouldn't shan't shouldn't "
             "mayn't "
             "mightn't can't couldn't mustn't i'll you'll he'll she'll it'll we'll they'll that'll i'd you'd he'd "
             "she'd "
             "we'd they'd allegedly alleged reportedly apparently supposedly purportedly purported seemingly possibly "
             "perhaps maybe probably likely unlikely presumably potentially arguably suspected",
         .units = UNIT_SIGNS
         "mile miles kilometre kilometres kilometer kilometers metre metres meter meters centimetre centimetres "
         "centimeter "
         "centimeters inch inches foot feet yard yards acre acres hectare hectares gram grams kilogram kilograms kilo "
         "kilos "
         "pound pounds ounce ounces ton tons tonne tonnes litre litres liter liters gallon gallons barrel barrels "
         "dollar "
         "dollars cent cents euro euros sterling pence yen yuan rouble roubles ruble rubles rupee rupees franc francs "
         "second seconds minute minutes hour hours day days week weeks month months year years decade decades century "
         "centuries degree degrees celsius fahrenheit watt watts kilowatt kilowatts megawatt megawatts gigawatt "
         "gigawatts "
         "point points basis",
         .numerals =
             "zero=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 "
             "thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 "
             "forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 hundred=100 first second third fourth fifth "
             "sixth seventh eighth ninth tenth dozen dozens hundreds half halves quarter quarters twice thrice double "
             "triple both",
         .scales =
             "thousand=3 million=6 millions=6 mn=6 mio=6 billion=9 billions=9 bn=9 trillion=12 trillions=12 tn=12",
         .qualifiers = "if unless except but only although though however until provided",
         .common =
             "the a an of and to in that is was are were be been for on with as by at it this we i you he she they "
             "our their his her its from have has had or but so do",
         .negating_prefixes = "un in im il ir dis non mis",
         .and_word = "and"},
    [LANGUAGE_DE] =
        {.codes = "de",
         .negations =
             "nicht kein keine keinen keinem keiner keines nie niemals niemand niemanden niemandem nichts nirgends "
             "nirgendwo ohne weder noch kaum nein keinerlei keinesfalls keineswegs",
         .modals =
             "werde wird werden würde würden wirst soll sollen sollte sollten kann können könnte könnten konnte "
             "konnten "
             "muss müssen müsste müssten musste mussten darf dürfen dürfte dürften durfte mag mögen möchte möchten "
             "will "
             "wollen wollte wollten vielleicht womöglich möglicherweise wahrscheinlich vermutlich angeblich mutmaßlich "
             "anscheinend offenbar wohl fast beinahe",
         .units = UNIT_SIGNS
         "kilometer meter zentimeter millimeter meile meilen gramm kilogramm kilo pfund tonne tonnen liter hektar euro "
         "euros "
         "cent dollar dollars franken rubel yen yuan sekunde sekunden minute minuten stunde stunden tag tage tagen "
         "woche "
         "wochen monat monate monaten jahr jahre jahren jahrzehnt jahrzehnte jahrhundert jahrhunderte grad prozent "
         "prozentpunkt prozentpunkte prozentpunkten watt kilowatt megawatt gigawatt",
         .numerals = "null=0 eins=1 zwei=2 drei=3 vier=4 fünf=5 sechs=6 sieben=7 acht=8 neun=9 zehn=10 elf=11 zwölf=12 "
                     "dreizehn=13 vierzehn=14 fünfzehn=15 sechzehn=16 siebzehn=17 achtzehn=18 neunzehn=19 zwanzig=20 "
                     "dreißig=30 vierzig=40 fünfzig=50 sechzig=60 siebzig=70 achtzig=80 neunzig=90 hundert=100 dutzend "
                     "hunderte erste ersten zweite zweiten dritte dritten vierte vierten hälfte doppelt beide beiden",
         .scales = "tausend=3 million=6 millionen=6 mio=6 milliarde=9 milliarden=9 mrd=9 billion=12 billionen=12",
         .qualifiers = "wenn falls sofern außer aber nur obwohl jedoch solange",
         .common =
             "der die das den dem des ein eine einen einem einer und zu in von mit ist sind war für auf an im es wir "
             "ich sie er dass als auch sich so",
         .negating_prefixes = "un in miss nicht",
         .and_word = "und",
         .decimal_comma = true},
    [LANGUAGE_FR] =
        {.codes = "fr",
         .negations = "ne n n' pas jamais rien personne aucun aucune ni sans non nul nulle guère point",
         .modals = "peut peuvent pourra pourront pourrait pourraient pouvait doit doivent devra devront devrait "
                   "devraient faut "
                   "faudra faudrait veut veulent voudrait pouvons devons pouvez devez voulons peux dois probablement "
                   "sans doute "
                   "éventuellement possiblement prétendument présumé présumée apparemment presque",
         .units = UNIT_SIGNS
         "kilomètre kilomètres mètre mètres centimètre centimètres mille milles gramme grammes kilogramme kilogrammes "
         "kilo "
         "kilos livre livres tonne tonnes litre litres hectare hectares euro euros centime centimes dollar dollars "
         "franc "
         "francs seconde secondes minute minutes heure heures jour jours semaine semaines mois an ans année années "
         "décennie décennies siècle siècles degré degrés watt mégawatt mégawatts gigawatt gigawatts point points",
         .numerals =
             "zéro=0 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13 "
             "quatorze=14 quinze=15 seize=16 vingt=20 trente=30 quarante=40 cinquante=50 soixante=60 cent=100 premier "
             "première deuxième troisième quatrième douzaine dizaine centaine moitié double",
         .scales = "mille=3 million=6 millions=6 milliard=9 milliards=9 billion=12 billions=12",
         .qualifiers = "si sauf mais seulement quoique cependant toutefois pourvu hormis",
         .common =
             "le la les l' un une des du de d' et à au aux en que qu' qui est sont était pour sur dans par ce cette il "
             "elle nous vous je on se s' ne",
         .negating_prefixes = "in im il ir dé dés non mal",
         .and_word = "et",
         .decimal_comma = true},
    [LANGUAGE_ES] =
        {.codes = "es ca gl",
         .negations = "no nunca jamás nada nadie ningún ninguno ninguna ni sin tampoco apenas",
         .modals =
             "puede pueden podrá podrán podría podrían podía debe deben deberá deberán debería deberían debía quiere "
             "quieren podemos debemos puedo debo quizás quizá tal probablemente posiblemente supuestamente presunto "
             "presunta aparentemente casi habrá hay",
         .units = UNIT_SIGNS "kilómetro kilómetros metro metros centímetro centímetros milla millas gramo gramos "
                             "kilogramo kilogramos kilo kilos "
                             "libra libras tonelada toneladas litro litros hectárea hectáreas euro euros céntimo "
                             "céntimos dólar dólares peso "
                             "pesos segundo segundos minuto minutos hora horas día días semana semanas mes meses año "
                             "años década décadas siglo "
                             "siglos grado grados megavatio megavatios punto puntos",
         .numerals =
             "cero=0 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 doce=12 trece=13 "
             "catorce=14 quince=15 veinte=20 treinta=30 cuarenta=40 cincuenta=50 sesenta=60 setenta=70 ochenta=80 "
             "noventa=90 cien=100 ciento=100 primer primero primera tercero tercera docena mitad doble ambos ambas",
         .scales = "mil=3 millón=6 millones=6 billón=12 billones=12",
         .qualifiers = "si salvo pero solo sólo aunque excepto",
         .common = "el la los las un una unos unas de del y e a al en que es son era para por con se su sus lo como "
                   "más o nos",
         .negating_prefixes = "in im i des dis anti no",
         .and_word = "y",
         .decimal_comma = true},
    [LANGUAGE_IT] =
        {.codes = "it",
         .negations = "non no mai niente nulla nessun nessuno nessuna né senza neppure nemmeno neanche",
         .modals =
             "può possono potrà potranno potrebbe potrebbero poteva deve devono dovrà dovranno dovrebbe dovrebbero "
             "doveva vuole vogliono vorrebbe possiamo dobbiamo vogliamo posso devo forse probabilmente possibilmente "
             "presumibilmente presunto presunta apparentemente quasi",
         .units = UNIT_SIGNS
         "chilometro chilometri metro metri centimetro centimetri miglio miglia grammo grammi chilogrammo chilogrammi "
         "chilo "
         "chili libbra libbre tonnellata tonnellate litro litri ettaro ettari euro centesimo centesimi dollaro dollari "
         "secondo secondi minuto minuti ora ore giorno giorni settimana settimane mese mesi anno anni decennio decenni "
         "secolo secoli grado gradi megawatt gigawatt punto punti",
         .numerals =
             "zero=0 due=2 tre=3 quattro=4 cinque=5 sei=6 sette=7 otto=8 nove=9 dieci=10 undici=11 dodici=12 "
             "tredici=13 quattordici=14 quindici=15 sedici=16 diciassette=17 diciotto=18 diciannove=19 venti=20 "
             "trenta=30 quaranta=40 cinquanta=50 sessanta=60 settanta=70 ottanta=80 novanta=90 cento=100 primo prima "
             "terzo terza dozzina metà doppio entrambi entrambe",
         .scales = "mille=3 mila=3 milione=6 milioni=6 miliardo=9 miliardi=9",
         .qualifiers = "se salvo ma solo soltanto sebbene tuttavia tranne purché",
         .common = "il lo la i gli le l' un una uno di del della dei delle e ed a al alla in nel nella che è sono era "
                   "per con "
                   "su si come da dal dalla non",
         .negating_prefixes = "in im il ir dis s non",
         .and_word = "e",
         .decimal_comma = true},
    [LANGUAGE_PT] =
        {.codes = "pt",
         .negations = "não nunca jamais nada ninguém nenhum nenhuma nem sem tampouco",
         .modals =
             "pode podem poderá poderão poderia poderiam podia deve devem deverá deverão deveria deveriam devia quer "
             "querem podemos devemos posso devo talvez provavelmente possivelmente supostamente alegadamente "
             "aparentemente quase",
         .units = UNIT_SIGNS
         "quilómetro quilómetros quilômetro quilômetros metro metros centímetro centímetros milha milhas grama gramas "
         "quilograma quilogramas quilo quilos libra libras tonelada toneladas litro litros hectare hectares euro euros "
         "cêntimo cêntimos centavo centavos dólar dólares real reais segundo segundos minuto minutos hora horas dia "
         "dias "
         "semana semanas mês meses ano anos década décadas século séculos grau graus megawatt gigawatt ponto pontos",
         .numerals =
             "zero=0 dois=2 duas=2 três=3 quatro=4 cinco=5 seis=6 sete=7 oito=8 nove=9 dez=10 onze=11 doze=12 "
             "treze=13 catorze=14 quatorze=14 quinze=15 vinte=20 trinta=30 quarenta=40 cinquenta=50 sessenta=60 "
             "setenta=70 oitenta=80 noventa=90 cem=100 cento=100 primeiro primeira terceiro terceira dúzia metade "
             "dobro ambos ambas",
         .scales = "mil=3 milhão=6 milhões=6 bilhão=9 bilhões=9 trilhão=12 trilhões=12",
         .qualifiers = "se salvo mas só somente apenas embora exceto",
         .common = "o a os as um uma de do da dos das e em no na nos nas que é são era para por com se seu sua como "
                   "mais ao à",
         .negating_prefixes = "in im i des não",
         .and_word = "e",
         .decimal_comma = true},
    [LANGUAGE_NL] =
        {.codes = "nl af",
         .negations = "niet geen nooit niets niemand nergens zonder noch nee nauwelijks geenszins",
         .modals =
             "zal zullen zou zouden kan kunnen kon konden moet moeten moest moesten mag mogen mocht mochten wil willen "
             "wilde wilden misschien wellicht waarschijnlijk vermoedelijk mogelijk blijkbaar vermeende bijna",
         .units = UNIT_SIGNS
         "kilometer meter centimeter mijl gram kilogram kilo pond ton liter hectare euro cent dollar seconde seconden "
         "minuut minuten uur dag dagen week weken maand maanden jaar jaren decennium eeuw eeuwen graden graad procent "
         "procentpunt procentpunten megawatt gigawatt",
         .numerals =
             "nul=0 twee=2 drie=3 vier=4 vijf=5 zes=6 zeven=7 acht=8 negen=9 tien=10 elf=11 twaalf=12 dertien=13 "
             "veertien=14 vijftien=15 zestien=16 zeventien=17 achttien=18 negentien=19 twintig=20 dertig=30 veertig=40 "
             "vijftig=50 zestig=60 zeventig=70 tachtig=80 negentig=90 honderd=100 eerste tweede derde vierde dozijn "
             "helft dubbel beide",
         .scales = "duizend=3 miljoen=6 mln=6 miljard=9 mld=9 biljoen=12",
         .qualifiers = "als indien tenzij behalve maar alleen slechts hoewel echter mits",
         .common = "de het een en van in op te dat is zijn was voor met die aan er om we wij ik hij ze als bij ook",
         .negating_prefixes = "on in niet mis",
         .and_word = "en",
         .decimal_comma = true},
    [LANGUAGE_PL] =
        {.codes = "pl",
         .negations = "nie nigdy nic nikt nikogo nikomu żaden żadna żadne żadnej żadnego ani bez brak",
         .modals =
             "może mogą mógł mogła mogłoby mógłby mogliby można musi muszą powinien powinna powinno powinni powinny "
             "trzeba należy chce chcą będzie będą możemy musimy prawdopodobnie chyba rzekomo podobno możliwe",
         .units = UNIT_SIGNS
         "kilometr kilometry kilometrów metr metry metrów mila mil mile gram gramów kilogram kilogramów kilo funt "
         "funtów "
         "tona tony ton litr litrów hektar hektarów euro złoty złotych złote dolar dolary dolarów sekunda sekund "
         "minuta "
         "minut godzina godziny godzin dzień dni tydzień tygodnie tygodni miesiąc miesiące miesięcy rok lata lat wiek "
         "wieków stopni procent procenta punkt punkty punktów",
         .numerals = "zero=0 dwa=2 dwie=2 trzy=3 cztery=4 pięć=5 sześć=6 siedem=7 osiem=8 dziewięć=9 dziesięć=10 "
                     "jedenaście=11 dwanaście=12 dwadzieścia=20 trzydzieści=30 czterdzieści=40 pięćdziesiąt=50 sto=100 "
                     "pierwszy pierwsza drugi druga trzeci trzecia tuzin połowa podwójnie oba obie",
         .scales =
             "tysiąc=3 tysiące=3 tysięcy=3 milion=6 miliony=6 milionów=6 mln=6 miliard=9 miliardy=9 miliardów=9 mld=9",
         .qualifiers = "jeśli jeżeli chyba ale tylko choć jednak oprócz poza dopóki",
         .common = "i w na z do że się to jest są był dla o po od za przez jak oraz nie a we ze",
         .negating_prefixes = "nie bez",
         .and_word = "i",
         .decimal_comma = true},
    [LANGUAGE_RU] =
        {.codes = "ru be bg sr mk",
         .negations =
             "не нет никогда ничего ничто никто никого никому ни без нельзя никакой никакие никакого никаких негде "
             "нигде невозможно",
         .modals =
             "может могут мог могла могли могло можно должен должна должны должно надо нужно следует будет будут хочет "
             "хотят можем можете бы возможно вероятно наверное якобы предположительно видимо почти",
         .units = UNIT_SIGNS "километр километра километров метр метра метров миля мили миль грамм граммов килограмм "
                             "килограммов фунт фунтов "
                             "тонна тонны тонн литр литра литров гектар гектаров евро доллар доллара долларов рубль "
                             "рубля рублей секунд секунды "
                             "минут минуты час часа часов день дня дней неделя недели недель месяц месяца месяцев год "
                             "года лет годов век веков "
                             "градус градусов процент процента процентов мегаватт пункт пункта пунктов",
         .numerals =
             "ноль=0 два=2 две=2 три=3 четыре=4 пять=5 шесть=6 семь=7 восемь=8 девять=9 десять=10 одиннадцать=11 "
             "двенадцать=12 двадцать=20 тридцать=30 сорок=40 пятьдесят=50 сто=100 первый первая второй вторая третий "
             "третья дюжина половина вдвое оба обе",
         .scales = "тысяча=3 тысячи=3 тысяч=3 миллион=6 миллиона=6 миллионов=6 млн=6 миллиард=9 миллиарда=9 "
                   "миллиардов=9 млрд=9",
         .qualifiers = "если кроме но только хотя однако пока лишь",
         .common = "и в на с что по за из у к о это как для от до же бы то а но он она они мы я вы все его",
         .negating_prefixes = "не без бес",
         .and_word = "и",
         .decimal_comma = true},
    [LANGUAGE_UK] =
        {.codes = "uk",
         .negations = "не ні немає ніколи нічого ніхто нікого без неможливо жоден жодна жодного",
         .modals = "може можуть міг могла могли можна повинен повинна повинні треба потрібно слід буде будуть хоче "
                   "хочуть б би "
                   "можливо ймовірно мабуть нібито",
         .units = UNIT_SIGNS
         "кілометр кілометрів метр метрів тонна тонн літр літрів гривня гривень гривні євро долар доларів "
         "хвилин годин днів тижнів місяців рік роки років століття відсоток відсотків",
         .numerals = "нуль=0 два=2 дві=2 три=3 чотири=4 п'ять=5 шість=6 сім=7 вісім=8 дев'ять=9 десять=10 двадцять=20 "
                     "тридцять=30 сорок=40 п'ятдесят=50 сто=100 перший перша другий друга третій третя половина",
         .scales =
             "тисяча=3 тисячі=3 тисяч=3 мільйон=6 мільйони=6 мільйонів=6 млн=6 мільярд=9 мільярди=9 мільярдів=9 млрд=9",
         .qualifiers = "якщо крім але тільки хоча однак поки лише",
         .common = "і в у на з що по за із до це як для від та а але він вона вони ми я ви",
         .negating_prefixes = "не без",
         .and_word = "і",
         .decimal_comma = true},
    [LANGUAGE_AR] =
        {.codes = "ar",
         .negations = "لا لم لن ليس ليست ليسوا لسنا ما غير بدون دون ولا ولم ولن وليس عدم أبدا بلا فلا فلم فلن كلا",
         .modals = "قد يمكن يجب ينبغي سوف ربما لعل يجوز وقد سيكون ستكون يستطيع نستطيع يزعم المزعوم يفترض",
         .units = UNIT_SIGNS
         "كيلومتر متر متر ميل غرام كيلوغرام طن لتر هكتار يورو دولار دولارات ريال دينار ثانية ثوان دقيقة "
         "دقائق ساعة ساعات يوم أيام أسبوع أسابيع شهر أشهر شهور سنة سنوات عام أعوام عقد عقود قرن قرون درجة "
         "نقطة المئة المائة بالمئة بالمائة",
         .numerals =
             "صفر=0 اثنان=2 اثنين=2 ثلاثة=3 ثلاث=3 أربعة=4 أربع=4 خمسة=5 خمس=5 ستة=6 ست=6 سبعة=7 سبع=7 ثمانية=8 تسعة=9 "
             "عشرة=10 عشر عشرون=20 عشرين=20 ثلاثون=30 ثلاثين=30 أربعون=40 أربعين=40 خمسون=50 خمسين=50 مئة=100 مائة=100 "
             "الأول الأولى الثاني الثانية الثالث الثالثة نصف ضعف",
         .scales = "ألف=3 آلاف=3 مليون=6 ملايين=6 مليار=9 مليارات=9",
         .qualifiers = "إذا إلا لكن فقط لو ولكن سوى بشرط",
         .common = "في من على إلى أن إن التي الذي هذا هذه ذلك مع عن كان و أو كما بين كل"},
    [LANGUAGE_ZH] =
        {.codes = "zh yue",
         .negations_within = "不 没 沒 无 無 非 未 勿 莫 否",
         .modals_within =
             "可能 可以 必须 必須 应该 應該 应当 應當 能够 能夠 会 會 将 將 也许 也許 或许 或許 大概 据称 據稱 涉嫌",
         .numerals_within = "〇 零 一 二 两 兩 三 四 五 六 七 八 九 十 百 千 万 萬 亿 億 半",
         .negations = "",
         .units = UNIT_SIGNS},
    [LANGUAGE_JA] = {.codes = "ja",
                     .negations_within = "ない なか なく ず ぬ ません ませ なし 不 無 非 未 否",
                     .modals_within = "かもしれ だろう でしょう べき はず らしい そう ならない できる できな れる",
                     .numerals_within = "〇 零 一 二 三 四 五 六 七 八 九 十 百 千 万 億 半",
                     .negations = "",
                     .units = UNIT_SIGNS},
    [LANGUAGE_KO] = {.codes = "ko",
                     .negations = "안 못 아니 아닌 아니다 없다 없는 없이 아니라",
                     .negations_within = "않 없 아니 못하 안된 불가",
                     .modals_within = "수도 것이다 겠 아마 해야 하여야",
                     .numerals_within = "",
                     .numerals = "하나=1 둘=2 셋=3 넷=4 다섯=5 여섯=6 일곱=7 여덟=8 아홉=9 열=10 첫 두 세 네 절반",
                     .units = UNIT_SIGNS "년 월 일 시간 분 초 원 달러 미터 킬로미터 톤 퍼센트"},
    [LANGUAGE_TH] = {.codes = "th lo",
                     .negations_within = "ไม่ มิ ไร้ ปราศจาก",
                     .modals_within = "อาจ จะ ต้อง ควร สามารถ คง",
                     .numerals_within = "หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ ร้อย พัน หมื่น แสน ล้าน ครึ่ง",
                     .negations = "",
                     .units = UNIT_SIGNS},
    [LANGUAGE_HI] =
        {.codes = "hi mr ne",
         .negations = "नहीं न ना मत बिना कभी कोई",
         .modals = "सकता सकती सकते चाहिए होगा होगी होंगे शायद पड़ेगा करेगा करेंगे करेगी कथित",
         .units = UNIT_SIGNS "किलोमीटर मीटर ग्राम किलोग्राम टन लीटर रुपये रुपए डॉलर मिनट घंटे दिन सप्ताह महीने वर्ष साल प्रतिशत",
         .numerals =
             "शून्य=0 एक=1 दो=2 तीन=3 चार=4 पांच=5 पाँच=5 छह=6 सात=7 आठ=8 नौ=9 दस=10 बीस=20 पचास=50 सौ=100 पहला पहली "
             "दूसरा दूसरी तीसरा आधा",
         .scales = "हजार=3 हज़ार=3 लाख=5 करोड़=7",
         .qualifiers = "यदि अगर लेकिन केवल सिवाय किंतु परंतु",
         .common = "के का की में है हैं और से को पर ने यह कि एक"},
    [LANGUAGE_TR] =
        {.codes = "tr az",
         .negations = "değil yok hiç hiçbir asla olmaz olmayan olmadan olmadığı değildir yoktur ne hayır",
         .modals = "olabilir gerekir gerek lazim belki muhtemelen sözde iddia mümkün zorunda edebilir yapabilir olacak "
                   "olacaktir",
         .units = UNIT_SIGNS
         "kilometre metre mil gram kilogram kilo ton litre hektar avro euro dolar lira saniye dakika saat gün "
         "hafta ay yil yüzyil derece yüzde puan",
         .numerals =
             "sifir=0 bir=1 iki=2 üç=3 dört=4 beş=5 alti=6 yedi=7 sekiz=8 dokuz=9 on=10 yirmi=20 otuz=30 kirk=40 "
             "elli=50 altmiş=60 yetmiş=70 seksen=80 doksan=90 yüz=100 birinci ikinci üçüncü ilk yarim yari çift",
         .scales = "bin=3 milyon=6 milyar=9 trilyon=12",
         .qualifiers = "eğer ancak ama yalniz sadece fakat hariç rağmen",
         .common = "ve bir bu için ile de da olarak olan o gibi daha çok",
         .negating_prefixes = "gayri",
         .and_word = "ve",
         .decimal_comma = true},
    [LANGUAGE_EL] =
        {.codes = "el",
         .negations = "δεν μη μην όχι ούτε ποτέ τίποτα κανείσ κανένασ καμία κανένα χωρίσ δίχωσ",
         .modals =
             "θα μπορεί μπορούν μπορούσε πρέπει έπρεπε οφείλει ίσωσ πιθανόν πιθανώσ μπορούμε πρέπει δήθεν φέρεται",
         .units = UNIT_SIGNS
         "χιλιόμετρα χιλιόμετρο μέτρα μέτρο μίλια τόνοι τόνους λίτρα ευρώ δολάρια δολάριο λεπτά ώρεσ ώρα "
         "ημέρεσ ημέρα εβδομάδεσ μήνεσ έτη έτοσ χρόνια αιώνα αιώνεσ βαθμούσ εκατό",
         .numerals = "μηδέν=0 δύο=2 δυο=2 τρία=3 τρεισ=3 τέσσερα=4 τέσσερισ=4 πέντε=5 έξι=6 επτά=7 εφτά=7 οκτώ=8 "
                     "οχτώ=8 εννέα=9 "
                     "δέκα=10 είκοσι=20 τριάντα=30 πενήντα=50 πρώτοσ πρώτη δεύτεροσ δεύτερη τρίτοσ τρίτη μισό διπλάσιο",
         .scales = "χίλια=3 χιλιάδεσ=3 εκατομμύριο=6 εκατομμύρια=6 δισεκατομμύρια=9",
         .qualifiers = "αν εκτόσ αλλά μόνο όμωσ εφόσον εάν",
         .common = "ο η το οι τα του τησ των τον την και να σε με για από που είναι στο στη στην ότι",
         .negating_prefixes = "α αν μη",
         .and_word = "και",
         .decimal_comma = true},
    [LANGUAGE_VI] = {.codes = "vi",
                     .negations = "không chẳng chưa đừng chớ vô phi",
                     .modals = "sẽ có thể phải nên cần hãy lẽ có_thể được",
                     .units = UNIT_SIGNS "mét kilômét tấn lít đồng đô năm tháng ngày tuần giờ phút giây độ",
                     .numerals = "hai=2 ba=3 bốn=4 năm=5 sáu=6 bảy=7 tám=8 chín=9 mười=10 trăm=100 nửa",
                     .scales = "nghìn=3 ngàn=3 triệu=6 tỷ=9",
                     .qualifiers = "nếu trừ nhưng chỉ tuy",
                     .common = "và của là các cho trong với những được một này đã",
                     .decimal_comma = true},
    [LANGUAGE_RO] =
        {.codes = "ro",
         .negations = "nu n niciodată nimic nimeni niciun nicio nici fără",
         .modals = "poate pot putea ar trebui trebuie va vor vom voi aș poți putem probabil presupus aproape",
         .units = UNIT_SIGNS
         "kilometri metri tone litri lei euro dolari secunde minute ore zile săptămâni luni ani secole grade "
         "procente",
         .numerals =
             "zero=0 doi=2 două=2 trei=3 patru=4 cinci=5 șase=6 șapte=7 opt=8 nouă=9 zece=10 douăzeci=20 primul prima",
         .scales = "mie=3 mii=3 milion=6 milioane=6 miliard=9 miliarde=9",
         .qualifiers = "dacă dar numai decât deși însă",
         .common = "și de la în a cu pe din un o este sunt că care al ale pentru",
         .negating_prefixes = "ne in im",
         .and_word = "și",
         .decimal_comma = true},
    [LANGUAGE_SV] =
        {.codes = "sv",
         .negations = "inte ej icke aldrig ingen inget inga ingenting utan varken nej",
         .modals =
             "ska skall skulle kan kunde måste bör borde får fick vill ville kommer kanske möjligen troligen påstådd "
             "förmodligen nästan",
         .units = UNIT_SIGNS
         "kilometer meter mil ton liter kronor krona euro dollar sekunder minuter timmar dagar veckor månader "
         "år procent grader procentenheter",
         .numerals =
             "noll=0 två=2 tre=3 fyra=4 fem=5 sex=6 sju=7 åtta=8 nio=9 tio=10 tjugo=20 trettio=30 fyrtio=40 femtio=50 "
             "hundra=100 första andra tredje hälften dubbelt båda",
         .scales = "tusen=3 miljon=6 miljoner=6 miljard=9 miljarder=9",
         .qualifiers = "om utom men bara endast fast dock",
         .common = "och i att det som en ett på är av för med till den har de vi jag",
         .negating_prefixes = "o in miss",
         .and_word = "och",
         .decimal_comma = true},
    [LANGUAGE_DA] =
        {.codes = "da",
         .negations = "ikke ej aldrig ingen intet ingenting uden hverken nej næppe",
         .modals = "skal skulle kan kunne må måtte bør burde vil ville måske muligvis sandsynligvis angiveligt næsten",
         .units = UNIT_SIGNS
         "kilometer meter ton liter kroner krone euro dollar sekunder minutter timer dage uger måneder år "
         "procent grader",
         .numerals =
             "nul=0 to=2 tre=3 fire=4 fem=5 seks=6 syv=7 otte=8 ni=9 ti=10 tyve=20 hundrede=100 første anden tredje "
             "halvdelen begge",
         .scales = "tusind=3 million=6 millioner=6 milliard=9 milliarder=9",
         .qualifiers = "hvis medmindre undtagen men kun dog",
         .common = "og i at det som en et på er af for med til den har de vi jeg",
         .negating_prefixes = "u in mis",
         .and_word = "og",
         .decimal_comma = true},
    [LANGUAGE_NO] =
        {.codes = "no nb nn",
         .negations = "ikke ikkje aldri ingen inkje intet ingenting uten utan verken nei neppe",
         .modals = "skal skulle kan kunne må måtte bør burde vil ville kanskje muligens sannsynligvis angivelig nesten",
         .units = UNIT_SIGNS
         "kilometer meter tonn liter kroner krone euro dollar sekunder minutter timer dager uker måneder år "
         "prosent grader",
         .numerals = "null=0 to=2 tre=3 fire=4 fem=5 seks=6 sju=7 syv=7 åtte=8 ni=9 ti=10 tjue=20 hundre=100 første "
                     "andre tredje "
                     "halvparten begge",
         .scales = "tusen=3 million=6 millioner=6 milliard=9 milliarder=9",
         .qualifiers = "hvis unntatt men bare kun",
         .common = "og i at det som en et på er av for med til den har de vi jeg",
         .negating_prefixes = "u in mis",
         .and_word = "og",
         .decimal_comma = true},
    [LANGUAGE_FI] =
        {.codes = "fi",
         .negations = "ei en et emme ette eivät älä älkää eikä ilman koskaan mikään kukaan",
         .modals = "voi voivat voisi voisivat pitää täytyy saa saavat saattaa ehkä pitäisi pystyy luultavasti väitetty",
         .units = UNIT_SIGNS
         "kilometriä metriä tonnia litraa euroa dollaria sekuntia minuuttia tuntia päivää viikkoa kuukautta "
         "vuotta prosenttia astetta",
         .numerals =
             "nolla=0 kaksi=2 kolme=3 neljä=4 viisi=5 kuusi=6 seitsemän=7 kahdeksan=8 yhdeksän=9 kymmenen=10 sata=100 "
             "ensimmäinen toinen kolmas puolet",
         .scales = "tuhat=3 tuhatta=3 miljoona=6 miljoonaa=6 miljardi=9 miljardia=9",
         .qualifiers = "jos ellei paitsi mutta vain vaikka",
         .common = "ja on että se oli ovat kun hän me",
         .negating_prefixes = "epä",
         .and_word = "ja",
         .decimal_comma = true},
    [LANGUAGE_CS] = {.codes = "cs sk",
                     .negations =
                         "ne není nejsou nikdy nic nikdo žádný žádná žádné bez ani nelze nie nemá nebyl nebude nemůže",
                     .modals = "může mohou mohl mohla mohlo musí měl měla mělo mají má bude budou smí lze možná snad "
                               "pravděpodobně údajně",
                     .units = UNIT_SIGNS
                     "kilometr kilometrů metr metrů tun tuna litrů korun koruna euro eur dolarů sekund minut hodin dní "
                     "týdnů měsíců rok roky let procent stupňů",
                     .numerals = "nula=0 dva=2 dvě=2 tři=3 čtyři=4 pět=5 šest=6 sedm=7 osm=8 devět=9 deset=10 "
                                 "dvacet=20 sto=100 první druhý "
                                 "druhá třetí polovina oba obě",
                     .scales = "tisíc=3 tisíce=3 milion=6 miliony=6 milionů=6 miliarda=9 miliardy=9 miliard=9",
                     .qualifiers = "pokud jestliže ale jen pouze ačkoli kromě",
                     .common = "a v na se že je to s z do pro o i jako by",
                     .negating_prefixes = "ne bez",
                     .and_word = "a",
                     .decimal_comma = true},
    [LANGUAGE_HU] =
        {.codes = "hu",
         .negations = "nem ne soha semmi senki nincs nincsenek sem nélkül se semmilyen",
         .modals = "lehet kell kellene tud tudja fog fogja szabad talán valószínűleg állítólag csaknem",
         .units = UNIT_SIGNS
         "kilométer méter tonna liter forint euró dollár másodperc perc óra nap hét hónap év század százalék fok",
         .numerals = "nulla=0 kettő=2 két=2 három=3 négy=4 öt=5 hat=6 hét=7 nyolc=8 kilenc=9 tíz=10 húsz=20 száz=100 "
                     "első második "
                     "harmadik fél",
         .scales = "ezer=3 millió=6 milliárd=9",
         .qualifiers = "ha kivéve de csak bár azonban",
         .common = "a az és hogy van volt egy is ez",
         .and_word = "és",
         .decimal_comma = true},
    [LANGUAGE_HE] = {.codes = "he yi",
                     .negations = "לא אין אל בלי מעולם אינו אינה אינם איננו שלא ולא בלתי",
                     .modals =
                         "יכול יכולה יכולים חייב חייבת חייבים צריך צריכה צריכים אולי עשוי עלול ייתכן כנראה לכאורה רשאי",
                     .units = UNIT_SIGNS
                     "קילומטר מטר טון ליטר שקל שקלים דולר דולרים אירו שניות דקות שעות ימים שבועות חודשים שנה שנים אחוז "
                     "אחוזים מעלות",
                     .numerals = "אפס=0 שני=2 שתי=2 שניים=2 שלושה=3 שלוש=3 ארבעה=4 ארבע=4 חמישה=5 חמש=5 שישה=6 שבעה=7 "
                                 "שמונה=8 תשעה=9 עשרה=10 "
                                 "עשרים=20 מאה=100 ראשון ראשונה חצי כפול",
                     .scales = "אלף=3 אלפים=3 מיליון=6 מיליארד=9",
                     .qualifiers = "אם אלא אבל רק למעט אולם",
                     .common = "של את על עם זה היא הוא כי גם או"},
    [LANGUAGE_FA] = {.codes = "fa ur",
                     .negations = "نه نیست نیستند نبود نشد نمی هیچ هرگز بدون بی نکرد نخواهد ندارد نہیں نہ",
                     .modals = "باید شاید می\xe2\x80\x8cتواند تواند خواهد ممکن ممکنه احتمالا ظاهرا گویا",
                     .units = UNIT_SIGNS
                     "کیلومتر متر تن لیتر دلار یورو ریال تومان ثانیه دقیقه ساعت روز هفته ماه سال قرن درصد درجه",
                     .numerals =
                         "صفر=0 دو=2 سه=3 چهار=4 پنج=5 شش=6 هفت=7 هشت=8 نه=9 ده=10 بیست=20 صد=100 اول دوم سوم نیم",
                     .scales = "هزار=3 میلیون=6 میلیارد=9",
                     .qualifiers = "اگر مگر اما فقط ولی بجز",
                     .common = "و در به از که این را با است برای آن"},
    [LANGUAGE_ID] =
        {.codes = "id ms",
         .negations = "tidak bukan tak jangan belum tanpa tiada",
         .modals = "akan dapat bisa harus boleh mungkin wajib perlu barangkali diduga hampir",
         .units = UNIT_SIGNS
         "kilometer meter ton liter rupiah dolar euro detik menit jam hari minggu bulan tahun abad persen derajat",
         .numerals =
             "nol=0 satu=1 dua=2 tiga=3 empat=4 lima=5 enam=6 tujuh=7 delapan=8 sembilan=9 sepuluh=10 pertama kedua "
             "ketiga setengah",
         .scales = "ribu=3 juta=6 miliar=9 triliun=12",
         .qualifiers = "jika kecuali tetapi hanya meskipun namun",
         .common = "yang dan di ini itu untuk dengan pada dari ke adalah",
         .and_word = "dan",
         .decimal_comma = true},
};

#endif
