/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of each language beside its n-grams: the letters that it is written with, the small words that no text
 * of it goes without, and endings ("-hed") that tell it from its nearest relatives. Invariant: words are in lower case,
 * without apostrophes, and divided by single spaces. */
#include "indexer/read/language_model.h"

const dictum_language_facts dictum__languages[] = {
    {"en", "en", true, 20, "éï",
     "the of and to in that is for it with as on be this are was by we our have not has he his they from at or an "
     "which will would been their but who all were its had more one when what there if can said you she her i do "
     "than about into other after must shall my us never nobody where here again years year monday three two every "
     "each anyone someone no nor could may might himself themselves own such these those through during against "
     "between without under before because while being did does him how over only some"},
    {"de", "de", true, 20, "äöüß",
     "der die und das den von zu mit ist des nicht ein eine im auf für dem sich wir werden er sie es als auch an hat "
     "aus bei dass daß nach wird sind noch wie einer einem einen über zum zur war haben nur oder aber vor bis mehr "
     "durch kann wurde unter gegen vom um ich ihr ihre sein seine man alle wenn so was diese dieser niemals niemand "
     "nie jemals wo jetzt hier wieder jahre jahr sagte montag drei zwei alles allen aller jeder jede jedes jemand "
     "kein keine keiner seiner seines ihren ihrem ihrer welche welcher dabei damit dazu deren dessen sei seit unser "
     "unsere unserer uns ohne muss müssen soll sollen könnte würde wäre"},
    {"fr", "fr", true, 20, "àâæçéèêëîïôœùûüÿ",
     "de la le les et des en du que une dans est qui pour un au par nous pas aux sur l d il elle ne se ce qu a avec "
     "plus cette son sa ses sont ont été mais ou leur être s n c nos notre je vous on y fait comme tout même ces ils "
     "entre sans après avait si toute jamais personne rien où ici encore ans année lundi trois deux chaque quelque "
     "nul autres autre celui celle ceux dont peut peuvent doit doivent sera seront ainsi afin toutes tous selon "
     "contre pendant depuis aura était étaient ayant soit dès lors avons avez très aussi"},
    {"es", "es", true, 20, "áéíóúüñ",
     "de la que el en y los del las se por con para una su es al lo un como sus ha sin sobre este más no le pero fue "
     "son también o ser hay muy está ya nos han todo esta cuando desde nuestro nuestra entre hasta yo me si porque "
     "donde era ni qué tiene tienen puede pueden había sido estar están después antes otros otras otro mismo nunca "
     "siempre según durante cualquier nadie ninguna ninguno contra ante bajo fueron hemos sea sean dijo lunes así "
     "cada poder aquí ellos quien quienes ese esa esos estas estos tres dos -ción -ciones -dad -dades"},
    {"ast", "ast", false, 20, "áéíóúüñ",
     "de la que y el los en del les pa con una por se al so nun tien o un ye sos como más l ensin cola pola dende "
     "tamién ente foi ser tol toa toos toes esti esta qu llibertá derechu yera foron tienen nengún naide cuando "
     "cuantayá nel nes pal pela pelos poles dos -ción -dá"},
    {"gl", "gl", false, 20, "áéíóúüñï",
     "de a que e o en do da os unha no para con non dos na as por un ao ou se máis súa seu como á é pola polo nas "
     "nos das foi ten ser todo toda moi tamén sobre este esta pero está ós teñen pode poden nin cando despois antes "
     "outros outras outro mesmo nunca sempre segundo calquera ninguén contra baixo foron teñe onde agora así cada "
     "quen ese esa estes eran unhas uns dúas -ción -cións -dade -dades"},
    {"pt", "pt", true, 20, "áàâãçéêíóôõúü",
     "de a que e o do da em os uma para com não dos na as por um ao ou se mais sua seu como à é no nos pela pelo foi "
     "tem ser são nas das muito também já está eu isso ele ela mas quando há nossa nosso sem até esta este às seus "
     "suas todo toda sobre têm pode podem nem depois antes outros outras outro mesmo nunca sempre segundo qualquer "
     "ninguém contra foram onde agora assim cada quem esse essa esses estes eram umas uns dois duas três num numa "
     "nesta neste desta deste sob ainda lhe disse seja ter tinha -ção -ções -dade -dades"},
    {"ca", "ca", true, 20, "àçéèíïóòúü",
     "de la i que el a en els les del per amb una és dels al un no es l d o als se més com ha han són s seu seva pel "
     "aquest aquesta què hi ho li també però va ser molt sense fins tot tota tots quan nostra nostre entre després "
     "sobre vam té tenen pot poden ni abans altres altre mateix mai sempre segons qualsevol ningú contra foren on "
     "ara així cada qui aquests aquestes eren unes uns dos dues tres cap fou van sigui dret fer fet pels si llurs "
     "llur estat gens dia dilluns vist hem he -ció -cions -tat -tats"},
    {"oc", "oc", false, 20, "àáçéèíïóòúü",
     "de la e que lo los en las del per amb una es dels al un d l o pas non sus son sa mai qu dins a aqueste aquesta "
     "totes tota tot cal coma als pòt pòdon ni après abans autres autre totjorn qualque degun contra foguèron ont "
     "ara aital cada qui aqueles èran unas unes fach drech persona pels qual -cion -cions -tat"},
    {"it", "it", true, 20, "àéèìíîòóùú",
     "di e che il la in per del della un una le dei non sono nel con si gli ogni o alla ha a da è i al dal nella "
     "come più anche delle degli lo l ma su suo sua ai alle questo questa se ci ho stato essere hanno tra quando "
     "dell nell all molto tutti tutto era dopo senza noi può possono né prima altri altre altro stesso mai sempre "
     "secondo qualsiasi nessuno contro furono dove ora così chi questi queste erano uno due tre nei negli nelle "
     "sugli sulle sulla sul ed od già ancora sia sarà avere aveva fatto detto lunedì individuo lui lei -zione -zioni"},
    {"ro", "ro", true, 20, "ăâîșşțţ",
     "de și şi în a la cu pe este din pentru că nu o care mai sau să al unei un sunt au fost fi ca prin ce se ai ale "
     "lui cel cea cele dar fie am noi orice după până între când într dintre ne va vor fără acest această avea sa "
     "său niciodată nimeni nimănui toate toți oricare dacă decât unde acum asupra aici poate pot trebuie acestei "
     "acestui aceste acești lor sale săi luni spus trei doi două nici ori precum sub către avut iar însă"},
    {"nl", "nl", true, 20, "ëïéèöüóáê",
     "de van het een en in is dat op te voor met zijn niet aan die of door heeft er om ook als bij naar uit was "
     "wordt worden ik we wij hij maar ze kan tot dan nog over hebben deze dit al zich geen meer zal onder wat haar "
     "ons onze hun tegen men moet werd nooit niemand ooit waar hier weer jaar zei maandag drie twee alles allen "
     "ieder iedere elk elke iemand kon zou zouden moeten mag mogen nadat zonder tussen omdat daarom zoals zelf "
     "tijdens volgens"},
    {"af", "af", false, 20, "êëîïôûéè",
     "die van en in het is te wat nie vir met op aan sy word of n ons dat deur ook as by tot was om hulle hy geen "
     "elke reg daar sal moet nog maar uit na kan"},
    {"sv", "sv", true, 20, "åäöé",
     "och att i det som en på är av för med den till inte om ett vi har eller de var han hon kan från men så sig när "
     "ska skall under efter vid också hade jag detta denna mot alla vara blev mycket bara sin sina sitt utan där "
     "deras hans genom något varje mig dig er någon några mellan ut upp nu lika blivit kunde skulle ville vad hur "
     "varför andra annan annat mer mest många vår våra vårt aldrig igen säger sedan därför säga måndag kommer gör ge "
     "ingen inga heller samt bör ta tid göra varken ske enligt får få -het -heter -heten -tion -tionen -tioner -arna "
     "-erna -orna"},
    {"da", "da", true, 20, "æøåé",
     "og at i det er en af på som til for med den ikke de et vi har eller ret jeg han hun kan fra men så sig når "
     "skal under efter ved også havde dette denne mod alle være blev meget kun sin sine sit uden der deres hans "
     "gennem hver var ud om nogen blive bliver mig dig jer noget mellem op nu lige blevet kunne skulle ville hvad "
     "hvordan hvornår hvorfor nogle andre anden andet mere mest mange vore vores aldrig igen siger siden ligesom "
     "enhver derfor sige mandag kommer hvis gør give ingen heller samt bør frihed tage tid gøre -hed -heder -heden "
     "-tion -tionen -tioner -else"},
    {"nb", "nb", true, 20, "æøåéóòô",
     "og å i det er en av på som til for med den ikke de et vi har eller rett jeg han hun kan fra men så seg når "
     "skal under etter ved også hadde dette denne mot alle være ble mye bare sin sine sitt uten der deres hans "
     "gjennom hver enhver blir noen om var må meg deg noe mellom opp nå like blitt kunne skulle ville hva hvordan "
     "hvorfor andre annen annet mer mest mange vår våre vårt aldri igjen sier siden likesom derfor si mandag kommer "
     "hvis gjør gi ingen heller samt bør frihet ta tid gjøre hverken skje -het -heter -heten -sjon -sjonen -sjoner "
     "-else"},
    {"nn", "nn", true, 20, "æøåéóòôè",
     "og å i det er ein av på som til for med den ikkje dei eit vi har eller rett frå eg han ho kan men så seg når "
     "skal under etter ved òg hadde dette denne mot alle vere vart mykje berre sin sine sitt utan der deira hans "
     "gjennom kvar blir noko om var må korkje meg deg nokon mellom ut opp no like vorte kunne skulle ville kva "
     "korleis kvifor andre annan anna meir mest mange vår våre vårt aldri igjen seier sidan difor seie måndag kjem "
     "dersom gjer gje gjeve ingen heller samt bør fridom ta tid gjere verken vera hjå dykk hennar -heit -heita -sjon "
     "-sjonen -sjonar -leg -ast -ane -else"},
    {"is", "is", false, 0, "áðéíóúýþæö",
     "og að í á er sem til við um en með ekki það af fyrir hann var þess eru eða því hún hafa hefur þeir þeirra skal "
     "rétt eigi hver öllum verið allir frá"},
    {"fo", "fo", false, 0, "áðíóúýæø",
     "og at í á er sum til við um ein ikki tað av fyri hann var teir eru ella rætt eiga hvør øllum skal frá hevur "
     "hava ei men hini"},
    {"fi", "fi", true, 5, "äöåšž",
     "ja on ei se että oli hän ovat myös tai joka sekä kun mutta olla hänen ole oikeus en ne ollut kuin jos niin "
     "hänellä mitä sen tämä tämän joita jotka vain siitä voi sitä mukaan jokaisella eikä kaikki nyt minä me he ennen "
     "jo vielä jolla kaikkien joiden kukaan kenellekään koskaan kaikille jokainen jokaista miten missä milloin miksi "
     "siksi täällä vuoden vuonna sanoi maanantaina kolme kaksi tulee pitää voivat voidaan olisi olivat vastaan ilman "
     "emme olemme tulisi niiden näiden heidän itse"},
    {"et", "et", false, 5, "äöüõšž",
     "ja on ei et see kui oli või ning mis õigus tema iga selle ka oma ma ta aga nii seda kes pole kõik olema kuid "
     "mille need juba veel siis olid sest tuleb vastu igal inimesel poolt"},
    {"hu", "hu", true, 5, "áéíóöőúüű",
     "a az és hogy nem is egy ez meg csak van vagy volt minden joga mely ha de el ki azt amely már még után kell "
     "között mint azok ezt arra aki akik le fel lesz mert nincs sem saját szerint nagyon itt ott lehet amelyek alatt "
     "senkit valamint minket ezek által soha senki senkinek mindenki mindenkinek hanem ezért azért amikor mikor ahol "
     "hol most újra év évben legyen lett voltak lesznek hétfőn három két egyes bármely illetve továbbá éppen miután "
     "szabad"},
    {"tr", "tr", true, 5, "çğıöşüâîû",
     "ve bir bu için da de ile olarak olan daha çok gibi her veya ne ya o en ki mi kadar sonra şu değil var yok biz "
     "ben onun bunun göre ise ancak tarafından karşı kendi bütün tüm hiç diye ama şey iki ilk yeni önce arasında "
     "oldu olduğu olduğunu etti edildi hiçbir mı kimse kimseye asla üç bunu onu ona buna bizim sizin onların "
     "bunların burada şimdi zaman yani fakat veyahut dahi üzere dolayı rağmen itibaren doğru edilen edilmiş eden "
     "etmek etmiştir olmak olacak olmuştur olsun olması olmayan olup yapılan söyledi dedi gelecek yıl gün pazartesi "
     "başka aynı diğer bazı birçok ardından üzerinde hem gerek herkes herkesin hakkında işbu ay edilemez edilir "
     "olabilir -mak -mek -iyor -ıyor"},
    {"az", "az", false, 5, "çəğıöşü",
     "və bir bu üçün da də ilə olan daha çox kimi hər hüququ ki nə var olaraq o olmaq bütün onun öz heç malikdir "
     "edir edən sonra isə edilmiş edilən olmalıdır hansı digər eyni belə yaxud onların üzrə əsasında qarşı görə "
     "insan şəxs hüququna tərəfindən bərabər ancaq biz -maq -mək"},
    {"pl", "pl", true, 12, "ąćęłńóśźż",
     "i w z na do się nie jest że to o od przez oraz jak lub ma jego prawo a po są za ale dla co tym czy tak który "
     "która które których tego być był była było ich jej jako ze przed pod może tylko już między u bez nas także "
     "jeszcze gdy każdy każda każdego bardzo ten ta nikt nikogo nikomu nigdy wszyscy wszystkich wszystkim siebie "
     "sobie swój swoje swoich swego mógł mogą powinien powinni żeby aby czyli jaki jakie jakiego gdzie kiedy "
     "dlaczego dlatego dzisiaj teraz znowu lat rok roku powiedział poniedziałek takich taki oprócz nad przeciw "
     "według nam wam nim nimi te tę tych sam sama czym ani żaden każdemu"},
    {"cs", "cs", true, 12, "áčďéěíňóřšťúůýž",
     "a v na se je že do z pro s o ve jako nebo by má každý jeho právo být i k za po ale to jsou od byl byla bylo "
     "který která které jsem si ze před také jen už tak jak při co pod byly budou nás nejsou není jejich ani aby "
     "mezi bude ke velmi ten tento této tím však každé každého jejího svého svou svůj své všichni všech všem nikdo "
     "nikdy nikomu kteří kterého kterým mít může mohou musí bez až podle proti kde kdy kdo proto protože případě "
     "ještě toho dne zda řekl pondělí nelze něho téže takový -ost -ství -ění -ání"},
    {"sk", "sk", false, 12, "áäčďéíĺľňóôŕšťúýž",
     "a v na sa je že do z pre s o vo ako alebo by má každý jeho právo byť i k za po ale to sú od bol bola bolo "
     "ktorý ktorá ktoré som si zo pred tiež len už tak pri čo pod boli budú nás nie ich ani aby medzi bude ku veľmi "
     "ten tento tejto však každé každého jej svojho svoju svoj svoje všetci všetkých všetkým nikto nikdy nikomu "
     "ktorí ktorého ktorým mať môže môžu musí bez až podľa proti kde kedy kto preto pretože prípade ešte toho tým "
     "dňa či povedal pondelok nemožno neho -osť -stvo -enie -anie"},
    {"sl", "sl", false, 12, "čšž",
     "in v na se je da do z za s o kot ali ima pravico vsakdo so biti ki pri po od pa ne bi kar še ter tudi iz mora "
     "pred lahko kdor njegovo bil bila bilo nihče brez vsi vse med kako"},
    {"hr", "hr", false, 12, "čćđšž",
     "i u je da na se za od su s o koji kao ili ima pravo svatko bez nije te a iz po što ne bi sve biti će koje koja "
     "njegovo ni do kako samo svi pred tko ali već sa bio bila među prema"},
    {"lt", "lt", true, 5, "ąčęėįšųūž",
     "ir yra kad į su iš kaip ar bei tai turi teisę jo arba kiekvienas ne jos dėl o bet buvo nuo per už po apie jau "
     "prie tik savo iki šio ši šis kuri kuris kurie mes aš jis ji labai be nėra taip pat visi visų gali būti būtų jų "
     "mūsų prieš metų žmogus žmogaus pagal dar kai pirmadienį mėnesį niekas niekam niekada nieko savęs kiekvieno "
     "kiekvienam galima turėti jeigu jei todėl nes čia dabar vėl metai teigė sakė šių tokia toks virš ypač buvę"},
    {"lv", "lv", false, 5, "āčēģīķļņšūž",
     "un ir ka uz ar no vai par kā tiesības viņa tā nav katram arī kas lai bet bija pēc pie jau tikai savu līdz šī "
     "šis mēs es viņš ļoti bez tas visi var būt mūsu pret cilvēkam cilvēks tiek kuri kuru"},
    {"id", "id", true, 12, "é",
     "yang dan di dengan untuk dari pada ini dalam itu tidak adalah atau berhak setiap oleh ke akan juga telah "
     "sebagai karena orang mereka kami kita ada bahwa saya tersebut bisa dapat para seperti lebih sudah tahun antara "
     "seorang secara hanya bukan namun saat hari ia dia harus tanpa semua siapa pun pernah agar maupun sedangkan "
     "serta kepada terhadap tentang mengenai belum masih lagi suatu sebuah sesuatu tiap begitu bagi bagaimana apa "
     "apabila ketika sampai hingga kembali dirinya menjadi merupakan dilakukan kemudian setelah sebelum senin perlu "
     "mempunyai bebas baik sama lain"},
    {"ms", "ms", false, 12, "é",
     "yang dan di dengan untuk dari pada ini dalam itu tidak adalah atau berhak setiap oleh ke akan juga telah "
     "sebagai kerana orang mereka kami kita ada bahawa saya tersebut boleh daripada para seperti lebih sudah tahun "
     "antara seseorang secara hanya bukan sahaja mana tiada hendaklah sesiapa sama pernah supaya mahupun manakala "
     "serta kepada terhadap tentang mengenai belum masih lagi suatu sebuah sesuatu tiap begitu bagi bagaimana apa "
     "apabila ketika sehingga hingga kembali dirinya menjadi merupakan dilakukan kemudian selepas sebelum isnin "
     "perlu mempunyai bebas baik lain ialah kebebasan tidaklah manapun"},
    {"vi", "vi", false, 0, NULL, "và của có các được cho là không trong những một người với quyền mọi hay để"},
    {"tl", "tl", false, 0, "ñ", "ang ng sa na mga at ay o hindi bawat para may isang ito kanyang"},
    {"eu", "eu", true, 5, "ñüç",
     "eta da ez du bat dira ere edo baina dute izan den dituzte dela zen hau guztiak eskubidea gizon emakume ditu "
     "beste bere egin baino honek hori gure zuten egiteko arte nahi gabe izango behar baten zuen haren oso arabera "
     "arteko norbanako guztiek orok edonork inor inork hala zein duen duten dugu gara zituen zion bezala dago egun "
     "ordea gainera ondoren aurka bidez bitartean baita ezin behin zer nor noiz non nola hemen orain bai bestela "
     "urte astelehenean esan duela guzti bakoitzak izateko direla ditugu dituzten zituzten inoiz"},
    {"ga", "ga", true, 20, "áéíóú",
     "an na agus is a i go ar do le ag ní tá bhí sé sí níl ach leis don gach duine cearta chun mar ó de san sna nó "
     "bheith aige seo sin iad acu uile nach ina faoi gan ná chuig tar éis roimh ár mo bhfuil raibh aon againn dá air "
     "féin idir nuair ansin anois anseo riamh freisin trí dhá bliain dúirt luan gcuid ceann éigin daoine atá gur "
     "gurb mbeidh beidh bíodh inár lena faoin ón dár níor"},
    {"cy", "cy", false, 0, "âêîôûŵŷáëïö",
     "y yr a i o yn ac mae ar am ei gan â hawl neu bod pob un sydd oedd wedi eu fel na nid gyda hyn mewn hynny w "
     "cael"},
    {"eo", "eo", false, 0, "ĉĝĥĵŝŭ", "la kaj de en estas ke al por ne kun ĉiuj ĉiu aŭ rajtas sia liaj el pri per kiuj"},
    {"sq", "sq", false, 0, "çë",
     "dhe e të në një që për me nga është kjo ka nuk drejtë ose i si jetë çdo gjithë duhet"},
    {"la", "la", false, 0, "", "et in est non ad quod cum ut qui per aut sed ex de esse omnis"},
    {"sw", "sw", false, 0, "", "ya na wa kwa ni za katika la kila au haki mtu cha ana kama yake hii watu wote"},
    {"lb", "lb", false, 0, "äëéüöèêîôû", "de an d déi den vun ze op all fir mat net ass een eng huet sech wéi oder"},
    {"mt", "mt", false, 0, "ċġħżàèìòù", "u ta li il tal fil jew kull għal huwa minn ma bi dritt fi għandu hija"},
    {"ht", "ht", false, 0, "èòàé", "nan ak yon pou ki li yo gen tout moun pa sa dwa"},
    {"so", "so", false, 0, "", "iyo in ka ku waa oo qof u leh xaq ama ah"},
    {"ru", "ru", true, 12, "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
     "и в не на что с по как это от он для его или к при о а из за мы но так же было бы то я у был была были они все "
     "их она ее её если только уже нас будет есть когда чтобы вы которые который которая также более без может под "
     "до ни этот этого этой том после между наши каждый имеет право никто никого никому никогда всех всем всё себя "
     "себе свой свои своих своей мог могут должен должны чтоб либо какой какие какого каждого однако где куда почему "
     "потому сегодня сейчас снова ещё раз лет год года сказал понедельник таких такой кроме ли во ко со об обо над "
     "через против согласно нам вам ним ними эта эти эту этих сам сама чем тем своего которой которых которым -ение "
     "-ость -ция -ции -ого"},
    {"uk", "uk", true, 12, "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
     "і в не на що з у та як це до за або є й має його при для від про ми але так було би те я був була були вони "
     "всі їх вона її якщо тільки вже нас буде коли щоб ви які який яка також більш без може під ні цей цього цієї "
     "тому після між наші кожна людина право із зі якого нашої ніхто нікого нікому ніколи всіх всім усі себе собі "
     "свій свої своїх своєї міг можуть повинен повинні чи кожного однак де куди чому сьогодні зараз знову ще раз "
     "років рік року сказав понеділок таких такий крім лише об над через проти згідно нам вам ним ними ця ці цю цих "
     "сам сама чим тим яких яким яку -ення -ість -ція -ції -ого"},
    {"be", "be", false, 12, "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
     "і ў на не з да што як па за ад або мае яго у гэта кожны для пры ён яна але быў была былі іх яе калі толькі каб "
     "мы ці без можа які якая якія чалавек -ання -асць -цыя -цыі -ага"},
    {"bg", "bg", false, 12, "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
     "и на в да се за от не по с като е са или при към има който които която това но ще би беше до си му през също "
     "след само бъде всеки човек право без между ни никой никого никога всички себе свой своя своите може могат "
     "трябва какъв кога къде защо защото днес сега отново още години година каза понеделник тези този тази както "
     "така срещу според ви ги й бъдат била били -ите -ето -ция"},
    {"sr", "sr-Cyrl", false, 12, "абвгдђежзијклљмнњопрстћуфхцчџш",
     "и у је да на се за од не су или са као који има сваки о без а из по што би све бити ће које која до само али"},
    {"mk", "mk", false, 12, "абвгдѓежзѕијклљмнњопрстќуфхцчџшѝѐ",
     "и на во да се за од не по со како или е при што има секој ги го ја кои која но без сите биде до право никој "
     "никогаш себе свој своја своите може можат треба каков кога каде зошто затоа денес сега повторно уште години "
     "година вели понеделник овие овој оваа така исто против според ни ви му ѝ бидат била биле"},
    {"kk", "kk", false, 0, "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі",
     "және мен бір бұл үшін да де құқығы бар әр адам немесе өз болып оның"},
    {"mn", "mn", false, 0, "абвгдеёжзийклмнопрстуфхцчшщъыьэюяөү",
     "нь болон эрх энэ бөгөөд хүн бүр эсвэл байна өөрийн ба юм"},
    {"ar", "ar", true, 12, "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
     "في من على أن إلى و التي الذي أو هذا هذه عن ما لا كان كل لكل لم إن قد مع بعد كما كانت هو هي بين ذلك أي عند وقد "
     "شخص تم ولا وفي حق ومن وأن له لن وهو حتى ليس سوف قال منذ به ثم خلال نحن الى يوم أكثر"},
    {"fa", "fa", true, 12, "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکكگلمنهویي",
     "و در به از که این را با است برای آن یا هر می شود کرد بود دارد نمی باشد حق خود ها تا بر شده ما اما هم یک نیز شد "
     "بین همه کند باید کنند هیچ های آنها او چه اگر پس پیش ای من حقوق دارند کس"},
    {"ur", "ur", false, 12, "ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھۂۃیےۓ",
     "کے کی کا میں اور سے ہے کو کہ پر یا ہر اس نے ہیں کسی حق شخص بھی جو نہیں کیا"},
    {"ps", NULL, false, 0, "ءآأؤئابپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼهویيۍېئګة",
     "د او په چې له کې هر څوک سره حق دی لري ته نه"},
    {"ckb", "ckb", false, 0, "ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهەیێ", "و لە بە بۆ کە یان ئەو هەر مافی هەموو لەگەڵ"},
    {"hi", "hi", true, 12, NULL,
     "के की का में और से है को कि पर या हर इस ने हैं किसी भी जो नहीं कर यह एक था हो प्रत्येक अधिकार व्यक्ति अपने लिए "
     "तो कोई तथा गया रहा थे थी जा उस वह हम इसके बाद साथ करने होगा अपनी कभी कहा जब तब क्या क्यों कैसे कहाँ यहाँ वहाँ "
     "अब आज दो तीन सभी सब कुछ जाए जाएगा चाहिए सके सकता सकते गई गए हुए हुआ हुई द्वारा बारे अनुसार उन उनके उन्हें इन "
     "इसे उसे उसके हमारे मैं आप जैसे बीच वाले दिया लिया रहे रही"},
    {"ne", "ne", true, 12, NULL,
     "को र मा छ ले हरू लाई पनि यो गर्न भएको गर्ने वा हुने छैन प्रत्येक अधिकार व्यक्तिलाई गरेको हो तथा एक हुनेछ गरी "
     "उनले भने थियो थिए छन् हाम्रो आफ्नो तर कुनै देखि सबै भन्ने नेपाल अनि जस्तो यस लागि छु हामी गर्दै रहेको सम्म "
     "कहिल्यै कसैलाई जब तब के किन कसरी कहाँ यहाँ त्यहाँ अब आज दुई तीन सबैलाई केही उनको उनीहरू उनीहरूको यसको त्यस "
     "हाम्रा आफ्ना भएका भएकाले गरेका गर्नु गरिने गरिएको सक्ने सक्छ हुन हुँदा नै भनेर द्वारा बारे अनुसार बीच पछि अघि "
     "जनाले जनालाई दिने दिएका छैनौं छौं"},
    {"mr", "mr", false, 0, NULL, "आहे आणि व या च्या ला चा ची चे हक्क प्रत्येक व्यक्तीस असे नाही किंवा केली त्याच्या हा ही"},
    {"gd", "gd", false, 20, "àèìòùé",
     "agus is an na tha chan eil air ann gu bheil airson aig còir chaidh bha gach neach sam bith do mar de le cha "
     "nan nam seo sin iad e i am bidh aca no ri anns bith"},
    {"br", "br", false, 0, "ñùêâü", ""},
    {"fy", "fy", false, 0, "âêîôûúëïé", ""},
    {"se", "se", false, 0, "áčđŋšŧž", ""},
    {"hsb", "hsb", false, 0, "ćčěłńóřšžź", ""},
    {"fur", "fur", false, 0, "âêîôûàèìòùç", ""},
    {"wa", "wa", false, 0, "åéèêîôûœæ", ""},
    {"sc", "sc", false, 0, "àèìòù", ""},
    {"rm", "rm", false, 0, "àèéìòùöü", ""},
    {"zu", "zu", false, 0, "", ""},
    {"xh", "xh", false, 0, "", ""},
    {"yo", "yo", false, 0, "áéíóúàèìòùẹọṣńǹ", ""},
    {"mi", "mi", false, 0, "āēīōū", ""},
    {"ha", "ha-NG", false, 0, "ƙɗɓ", ""},
    {"plt", "plt", false, 0, "ôàñ", ""},
    {"quz", "quz", false, 0, "ñáéíóú", ""},
    {"gug", "gug", false, 0, "ãẽĩõũỹñáéíóúý", ""},
    {"uz", "uz", false, 0, "ʻ", ""},
    {"tk", "tk", false, 0, "äçňöşüýž", ""},
    {"sco", "sco", false, 0, "", ""},
    {"ky", "ky", false, 0, "абвгдеёжзийклмнопрстуфхцчшщъыьэюяңөү", ""},
    {"tt", "tt", false, 0, "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәөүҗңһ", ""},
    {"tg", "tg", false, 0, "абвгдеёжзийклмнопрстуфхчшъэюяғӣқӯҳҷ", ""},
    {"sd", "sd", false, 0, NULL, ""},
    {"ug", "ug", false, 0, "ئابپتجچخدرزژسشغفقكگڭلمنھوۇۆۈۋېىي", ""},
    {"sr", "sr-Latn", false, 12, "čćđšž",
     "i u je da na se za od su s o koji kao ili ima pravo bez nije te a iz po što ne bi sve biti će koje koja "
     "njegovo ni do kako samo svi pred ali već sa bio bila među prema ko svako šta uopšte takođe"},
    {"uz", "uz-Cyrl", false, 0, "абвгдеёжзийклмнопрстуфхцчшщъыьэюяўқғҳ", ""},
};

const size_t dictum__language_count = sizeof(dictum__languages) / sizeof(dictum__languages[0]);
_Static_assert(sizeof(dictum__languages) / sizeof(dictum__languages[0]) <= DICTUM__LANGUAGES_MAX, "too many languages");
