// Kinds of sentences that ask, and that only look as if they did. None is from the corpus.
import { describe, expect, it } from "vitest";
import { readInsights } from "../../lib/insights/read-insights.ts";
import { ada, ben, createSourceText } from "./create-source-text.ts";

const read = (text: string, more = {}) =>
  readInsights(createSourceText(text, { people: [ada, ben], ...more })).actionItems;
const texts = (text: string, more = {}) => read(text, more).map((item) => item.text);

describe("what people write in chats asks", () => {
  it.each([
    "can u send me the link when you get a sec?",
    "Someone needs to restart the build agent",
    "Could anyone with admin rights unlock my account?",
    "any chance of getting the report today?",
    "would it be ok to move our 1:1 to Thursday?",
    "Can I get a second pair of eyes on this query?",
    "we still need volunteers for the booth",
    "when you have a minute, look over the draft",
    "If you could send the brief today, that would be great",
    "It would help me a lot if you could send over the brief",
    "PTAL at #331",
    "timesheets need to be in by 5pm today",
    "we're out of paper, could facilities restock?",
    "legal is waiting, @ben can you answer?",
    "lmk which date works",
    "ich bräuchte bis heute Mittag noch deine Freigabe",
    "Kannste mal den Server neu starten?",
    "Kümmerst du dich um die Getränke?",
    "wäre super, wenn jmd. den Schlüssel holt",
    "Stellt eure Tassen in die Spülmaschine!",
    "Sag mir Bescheid, wenn die Lieferung da ist",
    "der Vertrag muss bis Freitag unterschrieben sein",
    "Hättest du Zeit, dir das heute anzuschauen?",
    "faudrait que tu valides le planning",
    "tu nous envoies le compte rendu ?",
    "préviens-moi quand tu arrives",
    "Pensez à badger en sortant",
    "ce serait top si tu pouvais finir ça",
    "Rangez vos tasses svp",
    "à faire avant lundi : mettre à jour le tableau",
    "¿me revisas el texto?",
    "A ver si puedes mirarlo",
    "Ben, mándame el archivo cuando puedas",
    "te toca actualizar la tabla",
    "Entregad los gastos antes del 30",
    "¿Te encargas tú de las bebidas?",
  ])("%s", (text) => expect(texts(text)).toEqual([text]));
});

describe("letters ask", () => {
  it.each([
    "We would be grateful if you could send us the signed copy.",
    "We ask all tenants to remove their bikes from the courtyard.",
    "Everybody is asked to empty the dishwasher once a week.",
    "Hiermit bitte ich Sie, uns die fehlenden Unterlagen zuzusenden.",
    "Um Rückmeldung bis Freitag wird gebeten.",
    "Die Unterlagen sind bis spätestens 1. Oktober einzureichen.",
    "Senden Sie uns das Formular unterschrieben zurück.",
    "Wäre es möglich, den Termin auf Dienstag zu verschieben?",
    "Nous vous remercions de bien vouloir nous retourner le formulaire.",
    "Veuillez nous faire parvenir votre RIB.",
    "Je te laisse vérifier les chiffres.",
    "Complétez le questionnaire ci-joint.",
    "Le agradeceríamos que nos remitiera la documentación.",
    "Rogamos nos envíe el formulario cumplimentado.",
    "Debe renovar su certificado antes del 30 de septiembre.",
  ])("%s", (text) => expect(texts(text, { kind: "mail" })).toEqual([text]));
});

describe("a review asks", () => {
  it.each([
    "nit: unused import",
    "s/teh/the/ in the title",
    "needs a changelog entry",
    "this needs to be sorted alphabetically",
    "make the padding 16px",
    "left-align the title",
    "Can this be centered?",
    "We should also handle the error case here.",
    "Abstand etwas verringern",
    "Farbe an das neue Schema anpassen",
    "nimm hier lieber die dunklere Variante",
    "Renommer cette variable",
    "il manque un await, à corriger",
    "On peut réduire la marge ?",
    "Usar el color primario aquí",
    "¿Se puede centrar el texto?",
    "pon el botón a la derecha",
  ])("%s", (text) => expect(texts(text, { kind: "comment" })).toEqual([text]));
});

describe("nothing is asked in", () => {
  it.each([
    "who's in for pizza tonight?",
    "anyone up for lunch at 12?",
    "Do we need to tell the client?",
    "I was going to ask you to check it but it works now",
    "if it fails again we'll need to call the vendor",
    "Order arrived today, all complete.",
    "call with the client went well",
    "Feel free to reach out if you have any questions.",
    "Let me know if you need anything else.",
    "wait, what?",
    "Please, no spoilers!",
    "We'd need to hire two more people to make that date.",
    "Wir mussten gestern neu starten.",
    "Müssen wir das eigentlich melden?",
    "Bei Fragen melde dich gerne.",
    "Wir bitten um Verständnis.",
    "Könnt ihr mich hören?",
    "Hat jemand das Spiel gestern gesehen?",
    "Passt für mich, gerne mergen.",
    "Pas besoin de venir, c'est réglé.",
    "Merci de votre compréhension.",
    "Est-ce qu'on doit prévenir le client ?",
    "Je reste à votre disposition pour toute question.",
    "Tu fais quoi ce soir ?",
    "Podríamos dejarlo para la semana que viene.",
    "¿Tenemos que avisar al cliente?",
    "Tuve que reiniciar el portátil.",
    "Si tienes cualquier duda, no dudes en escribirme.",
  ])("%s", (text) => expect(texts(text)).toEqual([]));

  it.each([
    "Option A: keep the sidebar. Option B: move it to the top.",
    "This PR does two things:\n- move the parser\n- rename the keys",
    "If it still fails, restart the dev server.",
    "To fix this locally, run `npm ci` again.",
    "Pour corriger en local, relancer `npm ci`.",
    "Steps to reproduce:\n1. Open the app\n2. Select the avatar",
    "### Test plan\n- toggle the switch\n- check the colours",
    "Done in the last commit.",
    "This issue has been automatically marked as stale. Please comment if it is still relevant.",
    "Hier wird der Cache geleert.",
    "Könnte auch am Cache liegen.",
  ])("a review: %s", (text) => expect(texts(text, { kind: "comment" })).toEqual([]));

  it.each([
    "Big news! Get 30% off everything, this weekend only. Shop now!",
    "¡Aprovecha! Quedan pocas plazas. Reserva ya la tuya.",
    "Soldes d'automne : jusqu'à -50 % ! Réservez vite vos places.",
    "I am on leave until Monday. For urgent matters, please contact Ben.",
    "We noticed a new sign-in to your account. If this was not you, please reset your password.",
    "Si ya no deseas recibir estos correos, date de baja aquí.",
  ])("a mail: %s", (text) => expect(texts(text, { kind: "mail" })).toEqual([]));

  it("a mail from a robot", () => {
    const author = { email: "no-reply@example.com" };
    expect(texts("Please rate your stay.", { kind: "mail", author })).toEqual([]);
  });

  it.each([
    "Agenda:\n- Review the budget\n- Plan the offsite",
    "Orden del día:\n- Revisar el presupuesto",
    "Join on your computer\nDownload Teams\nFind a local number",
  ])("an invitation: %s", (text) => expect(texts(text, { kind: "event" })).toEqual([]));

  it("a standup", () => {
    expect(texts("Yesterday: fix the login\nToday: write the migration\nBlockers: none")).toEqual([]);
    expect(texts("Gestern: Login reparieren\nHeute: Tests schreiben")).toEqual([]);
  });
});

describe("a list of tasks", () => {
  it.each(["Next steps", "Action items:", "**To-dos**", "What we need from you", "Follow-ups:", "## Tasks"])(
    "stands under: %s",
    (heading) => {
      expect(texts(`Thanks all.\n\n${heading}\n- Ben: the venue for May\n- new logo, owner tbd\n\nSee you.`)).toEqual([
        "Ben: the venue for May",
        "new logo, owner tbd",
      ]);
    },
  );

  it("leaves out what is done, and what comes after it", () => {
    expect(texts("To-dos:\n- call the bank\n- rename the folder ✅\n- none\n\nDecisions:\n- raise the price")).toEqual([
      "call the bank",
    ]);
  });

  it.each([
    ["Ben: Angebot einholen", "Aufgaben:"],
    ["Ben : relancer le fournisseur", "Actions :"],
    ["Ben: llamar al proveedor", "Tareas:"],
    ["Ben to draft the proposal", "Next steps:"],
    ["newsletter draft → Ben", "Next steps:"],
    ["Ben bereitet die Demo vor", "Nächste Schritte:"],
  ])("names who does it: %s", (item, heading) => {
    expect(read(`${heading}\n- ${item}`)).toMatchObject([{ text: item, assignee: "Ben Carter" }]);
  });

  it("needs no heading where its items are orders", () => {
    expect(texts("Umzug am 25.:\n- Kisten packen\n- die Pflanzen übernimmt die Technik")).toEqual(["Kisten packen"]);
  });

  it("may stand in one line", () => {
    expect(texts("two things: 1) reply to Ellen 2) file the report")).toHaveLength(2);
  });

  it.each(["Ideas for the party:", "How to reset it:", "What I did this week:", "Tipps:"])(
    "is not under: %s",
    (heading) => {
      expect(texts(`${heading}\n- hold the power button\n- release it`)).toEqual([]);
    },
  );

  it("is not its first line, which only opens it", () => {
    expect(texts("Could you please:\n- update the contract\n- send it to legal")).toEqual([
      "update the contract",
      "send it to legal",
    ]);
  });
});

describe("whoever is asked in passing", () => {
  it.each([
    ["still need @ben to approve the text", "Ben Carter"],
    ["- [ ] write the guide (@ben, by 2 April)", "Ben Carter"],
    ["quick ask @ben – could you swap with me?", "Ben Carter"],
    ["@here please revert it", undefined],
  ])("%s", (text, assignee) => expect(read(text)[0]?.assignee).toBe(assignee));
});

it.each([
  ["Can you send me the report? I need it by Friday.", "2026-03-13"],
  ["Kannst du mir den Bericht schicken? Am besten bis morgen.", "2026-03-11"],
  ["Peux-tu relire le texte ? Avant jeudi ce serait parfait.", "2026-03-12"],
  ["¿Me mandas el informe? Lo necesito para el viernes.", "2026-03-13"],
])("a term of its own belongs to what is asked before: %s", (text, due) => {
  expect(read(text)).toMatchObject([{ due }]);
});

it("sentences may start small, and abbreviations do not end them", () => {
  expect(texts("works now. please check it, e.g. on staging. thanks")).toEqual(["please check it, e.g. on staging."]);
  expect(texts("wäre gut, wenn jmd. bis Do. 12 Uhr die Geräte holt")).toHaveLength(1);
});
