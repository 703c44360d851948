// Kinds of sentences that look like a request and are none, each beside one that is. None is from the corpora.
import { describe, expect, it } from "vitest";
import { readInsights } from "../../lib/insights/read-insights.ts";
import { ada, ben, createSourceText } from "./create-source-text.ts";

const read = (text: string, more = {}) =>
  readInsights(createSourceText(text, { people: [ada, ben], ...more })).actionItems;
const texts = (text: string, more = {}) => read(text, more).map((item) => item.text);

describe("what happened is no order", () => {
  it.each([
    "Release train left the station, 4.2 is out",
    "Test coverage dropped by two points",
    "Order 771 got delayed, new ETA is Monday",
    "Copy feels a bit long but fine",
    "Set up took longer than I hoped",
    "Run 311 crashed on node 4",
    "Turns out we need to set the flag first",
    "cc @ben",
    "Fix pushed, all green again",
    "Ping from monitoring, nothing to worry about",
    "Plan for Monday: paint the door, then rest",
    "Note to self: never buy the cheap cable",
    "It did the trick to clear the cache",
  ])("%s", (text) => expect(texts(text)).toEqual([]));

  it.each([
    "Order more toner before it runs out",
    "Test the new checkout on a phone",
    "Release the hold on account 12",
    "Don't touch the mixer, it is still being calibrated",
    "hold off on the announcement until Monday",
    "I could use a hand with the chairs",
  ])("but: %s", (text) => expect(texts(text)).toEqual([text]));
});

describe("an offer is no request, and whoever may need help is not asked", () => {
  it.each([
    "let me know if it breaks again",
    "give me a shout if you need a hand",
    "let me know if you'd like a copy",
    "Willst du, dass ich anrufe?",
    "sagt Bescheid falls es wieder hängt",
    "Schreib mir, wenn du noch Zahlen brauchst",
    "Tu veux que je m'en occupe ?",
    "Préviens-moi si ça plante encore",
    "¿Quieres que lo haga yo?",
    "Avísame si vuelve a fallar",
    "Happy to help, just ask",
    "keep me posted if you hear anything",
    "Are you able to log in?",
    "Ich mach das eben fertig, dann könnt ihr übernehmen",
  ])("%s", (text) => expect(texts(text)).toEqual([]));

  it.each([
    "let me know which size you take",
    "Sag mir Bescheid, ob die Zahlen stimmen",
    "Tu peux m'en faire une copie ?",
    "Dime cuándo llega el camión",
    "Wäre schön, wenn sich heute noch jemand darum kümmert",
    "Kannst mal kurz den Stecker ziehen?",
    "Gießt du bitte die Blumen?",
    "Leihst du mir mal dein Ladekabel?",
    "Regenjacke nicht vergessen!",
  ])("but: %s", (text) => expect(texts(text)).toEqual([text]));
});

describe("what is expected, learnt or wished is no request", () => {
  it.each([
    "we should be done by Friday",
    "all you have to do is scan it, really neat",
    "You must be so proud of the team!",
    "ok will do asap",
    "I'm going to ask Ben to sign it tomorrow",
    "Wir sollten bis Freitag Antwort haben",
    "Du musst mal die neue Kantine probieren",
    "Lass uns das morgen besprechen",
    "On devrait avoir la réponse demain",
    "Il faut que je parte à 17h",
    "Passez une bonne soirée !",
    "Deberíamos tener respuesta mañana",
    "Descansad y nos vemos el lunes",
    "¿Se puede aparcar allí?",
    "Comment peut-on tester ça ?",
    "Give me ten minutes",
    "by the way, would you buy it again?",
    "porfa 🙏",
    "I really appreciate your help",
    "I suppose we have to live with it",
    "Melde mich später",
    "Prüfe das gerade",
    "Schicke dir gleich den Link",
    "Ich brauche noch 5 Minuten",
    "Ajouté le chapitre manquant",
    "Revisé el plano y está bien",
    "Faut-il garder la clé ?",
    "Recuerda que mañana es festivo",
  ])("%s", (text) => expect(texts(text)).toEqual([]));

  it.each([
    "everyone should be at the gate by 7",
    "Ihr sollt bis Freitag die Bögen abgeben",
    "Il faut appeler le plombier",
    "Deberíais firmar la hoja hoy",
    "¿Podemos cambiar la hora?",
    "Lasst uns bis Mittag wissen, wer mitfährt",
    "Prüfe bitte gleich den Zähler",
    "Ajoute le chapitre manquant",
    "Revise el plano, por favor",
    "Recuerda que hay que regar las plantas",
    "Could whoever took the ladder bring it back?",
    "Wir suchen noch jemanden für die Garderobe",
    "On a encore besoin de volontaires pour la tombola",
  ])("but: %s", (text) => expect(texts(text)).toEqual([text]));
});

describe("a formula in a letter is no request", () => {
  it.each([
    "If you have already paid, please disregard this notice.",
    "Please be informed that your request was approved.",
    "Sollten Sie schon gezahlt haben, betrachten Sie diese Mahnung als gegenstandslos.",
    "Si vous avez déjà réglé, merci de ne pas tenir compte de ce message.",
    "En attente de votre réponse, bien à vous",
    "Si ya ha pagado, no tenga en cuenta este aviso.",
    "When a guest arrives early, open the side door and call the desk.",
  ])("%s", (text) => expect(texts(text, { kind: "mail" })).toEqual([]));

  it.each([
    "We require your bank details by 1 April.",
    "I'm missing the keys, and I need a receipt from your side.",
    "Wir benötigen für den Vertrag noch Ihre Anschrift.",
    "Nous vous prions également de joindre un justificatif.",
    "Es obligatorio firmar el parte.",
  ])("but: %s", (text) => expect(texts(text, { kind: "mail" })).toEqual([text]));
});

describe("a mail of a shop is no request, whatever it says", () => {
  it.each([
    "Thanks for riding with us!\nTotal €12.30\nRate your driver",
    "Your order 4411 is on its way.\nTrack your parcel\nContact our team to change the address.",
    "Vielen Dank für Ihre Bestellung.\nBetrag: 40 €\nBewerten Sie uns.",
    "We noticed a login from a new device. Secure your account now.",
    'Worth a call this week? To opt out, reply "stop".',
  ])("%j", (text) => expect(texts(text, { kind: "mail" })).toEqual([]));

  it("but a person writes of orders too", () => {
    expect(texts("Your order arrived here. Please pick it up.", { kind: "mail" })).toEqual(["Please pick it up."]);
  });
});

describe("where code is discussed, what helps is no task", () => {
  it.each([
    "You need to enable the flag for this to show up",
    "You have to call `init` first, otherwise it throws",
    "Make sure you're on the latest version, it was fixed in 2.1",
    "Run `npm test` to see the failure",
    "Bump lodash from 4.17.20 to 4.17.21",
    "Can this be undefined?",
    "How can this be tested?",
    "Da muss man erst den Cache leeren",
    "Hay que ejecutar el script antes, si no falla",
    "First, open the settings.",
    "Should be faster now",
    "Leave as is",
    "Use `--force` if you want to skip the check",
    "I'd suggest a map, but up to you",
  ])("%s", (text) => expect(texts(text, { kind: "comment" })).toEqual([]));

  it.each([
    "You can delete this branch now, it is covered above.",
    "consider splitting the loop",
    "The heading should be smaller",
    "The border should be green",
    "Should be `<=` in line 4",
    "this card needs more contrast",
    "Den Abschnitt kannst du streichen.",
    "Tu peux supprimer ce test.",
    "Estaría bien documentarlo",
  ])("but: %s", (text) => expect(texts(text, { kind: "comment" })).toEqual([text]));

  it("and the boxes of a form are no tasks", () => {
    const form = "## Kind of change\n- [ ] Breaking change\n- [x] Bug fix\n\n## Left\n- [ ] translate the guide";
    expect(texts(form, { kind: "comment" })).toEqual(["translate the guide"]);
    expect(texts("- [ ] I have read the rules\n- [ ] Tests added", { kind: "comment" })).toEqual([]);
  });
});

describe("what a meeting is about is no task", () => {
  it.each([
    "Discuss the roadmap and the budget",
    "Review Q3 numbers",
    "Design critique.",
    "Take the lift to the 4th floor and turn left",
    "Nehmen Sie per Telefon teil",
    "Cliquez ici pour rejoindre la réunion",
    "Bring your family!",
    "Focus time, please don't book",
  ])("%s", (text) => expect(texts(text, { kind: "event" })).toEqual([]));

  it.each([
    "Review the contract before we meet.",
    "Prévoir des bottes et un casque.",
    "Laptop und Maus mitbringen",
    "Chacun prépare une question.",
  ])("but: %s", (text) => expect(texts(text, { kind: "event" })).toEqual([text]));
});

it.each([
  ["Back at noon. @ben start without me please", ["@ben start without me please"]],
  ["Bring die Mappe mit (z. B. die blaue).", ["Bring die Mappe mit (z. B. die blaue)."]],
  ["It opens at 9. Please be on time.", ["Please be on time."]],
])("a sentence ends where it does: %s", (text, expected) => expect(texts(text)).toEqual(expected));

describe("whoever is asked", () => {
  it.each([
    "Please return it today, otherwise we have to cancel.",
    "Send me the list so we can order.",
    "Can we move the call to Monday?",
    "Können wir das auf Montag verschieben?",
  ])("is the only recipient, though it speaks of us: %s", (text) => {
    expect(read(text, { people: [ben] })[0]?.assignee).toBe("Ben Carter");
  });

  it("is who is called in the line before", () => {
    expect(read("@ben\nplease water the plants", { people: [ada, ben] })[0]?.assignee).toBe("Ben Carter");
  });
});
