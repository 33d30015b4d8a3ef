/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The language of a text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/read/language.h"

static const char english[] =
    "The harbour authority has decided that the repair of the breakwater will begin next month. It is "
    "the largest work on this part of the coast for thirty years, and we have asked all those who live "
    "near it for their patience. The ferries will run as before, with the exception of Sundays.";
static const char spanish[] =
    "La autoridad portuaria ha decidido que la reparación del rompeolas comience el mes que viene. Es "
    "la mayor obra en esta parte de la costa desde hace treinta años, y hemos pedido paciencia a todos "
    "los que viven cerca. Los transbordadores seguirán con su horario, salvo los domingos, como se ha "
    "publicado en el tablón de la ciudad.";
static const char danish[] =
    "Havnemyndigheden har besluttet, at reparationen af molen skal begynde i næste måned. Det er det "
    "største arbejde på denne del af kysten i tredive år, og vi har bedt alle, der bor i nærheden, "
    "om at have tålmodighed. Færgerne sejler som før, men ikke om søndagen, og det er ikke noget, "
    "der vil vare ved, siger de.";
static const char russian[] = "Управление порта решило, что ремонт волнолома "
                              "начнётся в следующем месяце. Это самая большая работа "
                              "на этой части побережья за тридцать лет, и мы просим "
                              "всех, кто живёт рядом, о терпении. Паромы будут ходить "
                              "как и прежде, но не по воскресеньям, как это было "
                              "объявлено для жителей города.";
#define JAPANESE "港湾局は防波堤の修理を来月から始めると発表しました。"

static void expect(const char *stated, const char *text, const char *code)
{
    dictum_buf out;

    dictum__buf_init(&out, 64);
    dictum__language(dictum__slice(stated), dictum__slice(text), &out);
    assert_string_equal(out.data, code);
    dictum__buf_dispose(&out);
}

static void close_relatives_are_told_apart(void **state)
{
    (void)state;
    expect("", english, "en");
    expect("", spanish, "es");
    expect("", danish, "da");
    expect("", russian, "ru");
}

/* Single sentences, as in a short statement. */
static const struct {
    const char *code, *text;
} sentences[] = {
    {"en", "The harbour authority said on Monday that repairs to the breakwater would begin next month."},
    {"en", "We have never shared our customers' keys with anybody, and we never will."},
    {"en", "Three people were taken to hospital after the ferry struck the northern pier."},
    {"de", "Die Hafenbehörde teilte am Montag mit, dass die Reparatur der Mole im nächsten Monat beginnt."},
    {"de", "Wir haben die Schlüssel unserer Kunden niemals weitergegeben und werden es auch nie tun."},
    {"de", "Drei Menschen kamen ins Krankenhaus, nachdem die Fähre gegen den Pier gefahren war."},
    {"fr", "Les autorités portuaires ont annoncé lundi que les travaux de la digue commenceraient le mois prochain."},
    {"fr", "Nous n'avons jamais transmis les clés de nos clients et nous ne le ferons jamais."},
    {"fr", "Trois personnes ont été hospitalisées après la collision du ferry avec la jetée nord."},
    {"es", "La autoridad portuaria anunció el lunes que las obras del rompeolas empezarán el mes próximo."},
    {"es", "Nunca hemos entregado las llaves de nuestros clientes y nunca lo haremos."},
    {"es", "Tres personas fueron hospitalizadas después de que el barco chocara contra el muelle norte."},
    {"pt", "A autoridade portuária anunciou na segunda-feira que as obras do quebra-mar começam no próximo mês."},
    {"pt", "Nunca entregámos as chaves dos nossos clientes a ninguém e nunca o faremos."},
    {"pt", "Três pessoas foram levadas para o hospital depois de a balsa ter batido no cais norte."},
    {"it", "L'autorità portuale ha annunciato lunedì che i lavori sulla diga inizieranno il mese prossimo."},
    {"it", "Non abbiamo mai consegnato a nessuno le chiavi dei nostri clienti e non lo faremo mai."},
    {"it", "Tre persone sono state portate in ospedale dopo che il traghetto ha urtato il molo nord."},
    {"ca", "L'autoritat portuària va anunciar dilluns que les obres de l'escullera començaran el mes vinent."},
    {"ca", "No hem lliurat mai les claus dels nostres clients a ningú i no ho farem mai."},
    {"ca", "Tres persones van ser hospitalitzades després que el transbordador xoqués amb el moll nord."},
    {"ro", "Autoritatea portuară a anunțat luni că lucrările la dig vor începe luna viitoare."},
    {"ro", "Nu am predat niciodată nimănui cheile clienților noștri și nu o vom face niciodată."},
    {"ro", "Trei persoane au ajuns la spital după ce feribotul a lovit cheiul de nord."},
    {"nl", "De havenautoriteit heeft maandag gezegd dat de reparatie van de pier volgende maand begint."},
    {"nl", "Wij hebben de sleutels van onze klanten nooit afgegeven en zullen dat ook nooit doen."},
    {"nl", "Drie mensen zijn naar het ziekenhuis gebracht nadat de veerboot de kade had geraakt."},
    {"sv", "Hamnmyndigheten meddelade på måndagen att reparationen av vågbrytaren börjar nästa månad."},
    {"sv", "Vi har aldrig lämnat ut våra kunders nycklar och kommer aldrig att göra det."},
    {"sv", "Tre personer fördes till sjukhus efter att färjan hade kört på den norra piren."},
    {"da", "Havnemyndigheden oplyste mandag, at reparationen af molen begynder i næste måned."},
    {"da", "Vi har aldrig udleveret vores kunders nøgler, og det kommer vi heller aldrig til."},
    {"da", "Tre personer blev bragt på hospitalet, efter at færgen ramte den nordlige mole."},
    {"nb", "Vi har aldri utlevert nøklene til kundene våre, og det kommer vi heller aldri til å gjøre."},
    {"nn", "Vi har aldri gjeve frå oss nøklane til kundane våre, og det kjem vi heller aldri til å gjere."},
    {"nn", "Tre personar vart frakta til sjukehus etter at ferja trefte den nordlege kaia."},
    {"fi", "Satamaviranomainen ilmoitti maanantaina, että aallonmurtajan korjaus alkaa ensi kuussa."},
    {"fi", "Emme ole koskaan luovuttaneet asiakkaidemme avaimia kenellekään emmekä koskaan luovuta."},
    {"fi", "Kolme ihmistä vietiin sairaalaan, kun lautta oli törmännyt pohjoiseen laituriin."},
    {"hu", "A kikötői hatóság hétfőn közölte, hogy a hullámtörő javítása a jövő hónapban kezdődik."},
    {"hu", "Soha senkinek nem adtuk át ügyfeleink kulcsait, és nem is fogjuk megtenni."},
    {"hu", "Három embert kórházba szállítottak, miután a komp nekiment az északi mólónak."},
    {"id", "Otoritas pelabuhan mengatakan pada hari Senin bahwa perbaikan pemecah gelombang akan dimulai bulan depan."},
    {"id", "Kami tidak pernah menyerahkan kunci pelanggan kami kepada siapa pun dan tidak akan pernah melakukannya."},
    {"id", "Tiga orang dibawa ke rumah sakit setelah kapal feri menabrak dermaga utara."},
    {"ga", "Dúirt údarás an chuain Dé Luain go dtosóidh an obair ar an tonnchosc an mhí seo chugainn."},
    {"ga", "Níor thugamar eochracha ár gcustaiméirí d'aon duine riamh agus ní thabharfaimid."},
    {"ga", "Tugadh triúr chun an ospidéil tar éis don bhád farantóireachta an ché thuaidh a bhualadh."},
    {"lt", "Uosto direkcija pirmadienį pranešė, kad molo remontas prasidės kitą mėnesį."},
    {"lt", "Mes niekada niekam neperdavėme savo klientų raktų ir niekada to nedarysime."},
    {"lt", "Trys žmonės buvo nuvežti į ligoninę, kai keltas atsitrenkė į šiaurinę krantinę."},
    {"eu", "Portuko agintariek astelehenean jakinarazi zuten olatu-hormaren lanak datorren hilean hasiko direla."},
    {"eu", "Ez dizkiogu inoiz inori gure bezeroen giltzak eman, eta ez ditugu inoiz emango."},
    {"eu", "Hiru pertsona ospitalera eraman zituzten ferryak iparraldeko kaia jo ondoren."},
    {"tr", "Liman yönetimi pazartesi günü dalgakıranın onarımına gelecek ay başlanacağını duyurdu."},
    {"tr", "Müşterilerimizin anahtarlarını bugüne kadar kimseye vermedik ve asla vermeyeceğiz."},
    {"tr", "Feribotun kuzey iskelesine çarpmasının ardından üç kişi hastaneye kaldırıldı."},
    {"pl", "Zarząd portu poinformował w poniedziałek, że naprawa falochronu rozpocznie się w przyszłym miesiącu."},
    {"pl", "Nigdy nikomu nie przekazaliśmy kluczy naszych klientów i nigdy tego nie zrobimy."},
    {"pl", "Trzy osoby trafiły do szpitala po tym, jak prom uderzył w północne nabrzeże."},
    {"cs", "Správa přístavu v pondělí oznámila, že oprava vlnolamu začne příští měsíc."},
    {"cs", "Nikdy jsme nikomu nepředali klíče našich zákazníků a nikdy to neuděláme."},
    {"cs", "Tři lidé byli převezeni do nemocnice poté, co trajekt narazil do severního mola."},
    {"ru", "Администрация порта сообщила в понедельник, что ремонт волнолома начнётся в следующем месяце."},
    {"ru", "Мы никогда никому не передавали ключи наших клиентов и никогда этого не сделаем."},
    {"ru", "Три человека доставлены в больницу после столкновения парома с северным причалом."},
    {"uk", "Адміністрація порту повідомила в понеділок, що ремонт хвилелому розпочнеться наступного місяця."},
    {"uk", "Ми ніколи нікому не передавали ключі наших клієнтів і ніколи цього не зробимо."},
    {"uk", "Трьох людей доставили до лікарні після того, як пором зіткнувся з північним причалом."},
    {"ar", "أعلنت هيئة الميناء يوم الاثنين أن إصلاح حاجز الأمواج سيبدأ في الشهر المقبل."},
    {"ar", "لم نسلم مفاتيح عملائنا لأي أحد ولن نفعل ذلك أبدا."},
    {"ar", "نقل ثلاثة أشخاص إلى المستشفى بعد أن اصطدمت العبارة بالرصيف الشمالي."},
    {"fa", "سازمان بندر روز دوشنبه گفت که تعمیر دیوار ماه آینده آغاز خواهد شد."},
    {"fa", "سه نفر پس از برخورد کشتی با اسکله شمالی به بیمارستان منتقل شدند."},
    {"hi", "बंदरगाह प्राधिकरण ने सोमवार को कहा कि तरंगरोधी दीवार की मरम्मत अगले महीने शुरू होगी।"},
    {"hi", "हमने अपने ग्राहकों की चाबियाँ कभी किसी को नहीं दीं और कभी नहीं देंगे।"},
    {"hi", "नौका के उत्तरी घाट से टकराने के बाद तीन लोगों को अस्पताल ले जाया गया।"},
    {"ne", "हामीले हाम्रा ग्राहकका साँचो कहिल्यै कसैलाई दिएका छैनौं र कहिल्यै दिने छैनौं।"},
    {"ne", "डुङ्गा उत्तरी घाटमा ठोक्किएपछि तीन जनालाई अस्पताल "
           "पुर्‍याइयो।"},
    {"hy", "Նավահանգստի վարչությունը երկուշաբթի հայտնեց, որ ալեբախի նորոգումը կսկսվի հաջորդ ամիս։"},
    {"ta", "துறைமுக ஆணையம் திங்களன்று அலைதாங்கியின் பழுதுபார்ப்பு அடுத்த மாதம் தொடங்கும் என்று கூறியது."},
    {"el", "Η λιμενική αρχή ανακοίνωσε τη Δευτέρα ότι η επισκευή του κυματοθραύστη θα αρχίσει τον επόμενο μήνα."},
    {"he", "רשות הנמל הודיעה ביום שני כי תיקון שובר הגלים יתחיל בחודש הבא."},
    {"ja", "港湾局は月曜日、防波堤の修理を来月から始めると発表しました。"},
    {"zh", "港务局星期一宣布，防波堤的维修工程将于下月开始。"},
    {"ko", "항만청은 월요일 방파제 보수 공사를 다음 달부터 시작한다고 발표했다."},
    {"th", "การท่าเรือแถลงเมื่อวันจันทร์ว่าการซ่อมแซมเขื่อนกันคลื่นจะเริ่มในเดือนหน้า"},
};

static void one_sentence_is_enough(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
        expect("", sentences[i].text, sentences[i].code);
    }
}

static void relatives_without_stemmer_are_not_taken_for_one_with(void **state)
{
    (void)state;
    expect("", "Správa prístavu v pondelok oznámila, že oprava vlnolamu sa začne budúci mesiac.", "sk");
    expect("", "Sadama juhtkond teatas esmaspäeval, et muuli remont algab järgmisel kuul.", "et");
    expect("",
           "Пристанищната администрация съобщи в понеделник, че ремонтът на вълнолома ще започне "
           "следващия месец.",
           "bg");
    expect("", "بندرگاہ کے حکام نے پیر کو کہا کہ لہر روک دیوار کی مرمت اگلے مہینے شروع ہو گی۔", "ur");
}

static void what_is_no_language_is_und(void **state)
{
    (void)state;
    expect("", "Lorem qwx zzkrt plomf brizz tkatch wyxx grmbl fnord quxx blrgh vrtz", "und");
    expect("", "X1-QB 44/7 ZZ; KLM 0091 RTY PQW VBN 5512 XCV DFG HJK WQE RTZ UIO PAS", "und");
}

static void scripts_decide_where_one_language_has_them(void **state)
{
    (void)state;
    expect("", JAPANESE, "ja");
    expect("", "港务局宣布下月开始维修防波堤", "zh");
    expect("", "항만청은 방파제 보수를 시작한다", "ko");
    expect("", "Η λιμενική αρχή", "el");
    expect("", "การท่าเรือแห่งประเทศ", "th");
    expect("", "רשות הנמלים", "he");
}

static void a_little_text_is_not_judged(void **state)
{
    (void)state;
    expect("", "The harbour", "und");
    expect("", "", "und");
    expect("", "12345 67890", "und");
}

static void what_is_stated_is_believed(void **state)
{
    (void)state;
    expect("en-GB", "x", "en");
    expect("pt_BR", "x", "pt");
    expect("DEU", "x", "de");
    expect("fr", english, "fr"); /* the script does not object */
    expect("sr", "Uprava luke odlučila je da popravka lukobrana počne sledećeg meseca", "sr");
}

static void what_the_script_disproves_is_not(void **state)
{
    (void)state;
    expect("en", JAPANESE JAPANESE, "ja");
    expect("en", russian, "ru");
    expect("zh", english, "en");
}

static void what_is_no_code_does_not_count(void **state)
{
    (void)state;
    expect("english", english, "en");
    expect("x-default", english, "en");
    expect("mul", english, "en");
    expect("", "", "und");
}

static void codes_are_those_of_two_letters_where_there_are_any(void **state)
{
    dictum_buf out;

    static const struct {
        const char *stated, *code;
    } known[] = {
        {"fra", "fr"},         {"fre", "fr"},     {"eng", "en"},      {"deu", "de"},       {"ger", "de"},
        {"dut", "nl"},         {"iw", "he"},      {"in", "id"},       {"no", "nb"},        {"nb", "nb"},
        {"nn-NO", "nn"},       {"haw", "haw"},    {"en-GB", "en"},    {"de_DE", "de"},     {"cmn", "zh"},
        {"zh-Hant", "zh"},     {"arb", "ar"},     {"sr-Latn", "sr"},  {"English", "en"},   {"german", "de"},
        {"Deutsch", "de"},     {"русский", "ru"}, {"FRANÇAIS", "fr"}, {"Norwegian", "nb"}, {"Japanese", "ja"},
        {"de_AT.UTF-8", "de"}, {"pt, en", "pt"},  {"e", ""},          {"und", ""},         {"Klingonese", ""},
        {"x-default", ""},     {"", ""},
    };

    (void)state;
    dictum__buf_init(&out, 64);
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        dictum__language_code(dictum__slice(known[i].stated), &out);
        assert_string_equal(out.len == 0 ? "" : out.data, known[i].code);
    }
    dictum__buf_dispose(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(close_relatives_are_told_apart),
        cmocka_unit_test(one_sentence_is_enough),
        cmocka_unit_test(relatives_without_stemmer_are_not_taken_for_one_with),
        cmocka_unit_test(what_is_no_language_is_und),
        cmocka_unit_test(scripts_decide_where_one_language_has_them),
        cmocka_unit_test(a_little_text_is_not_judged),
        cmocka_unit_test(what_is_stated_is_believed),
        cmocka_unit_test(what_the_script_disproves_is_not),
        cmocka_unit_test(what_is_no_code_does_not_count),
        cmocka_unit_test(codes_are_those_of_two_letters_where_there_are_any),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
