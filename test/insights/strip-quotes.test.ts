import { describe, expect, it } from "vitest";
import { stripQuotes } from "../../lib/insights/strip-quotes.ts";

const words = (text: string) =>
  stripQuotes(text)
    .map((line) => line.text)
    .filter((line) => line !== "");

describe("what is not the writer's own", () => {
  it.each([
    ["a quote", "Yes.\n> Please send it."],
    ["a quoted mail", "Yes.\n\nOn Mon, 9 Mar 2026 at 17:12, Ada <a@example.com> wrote:\nPlease send it."],
    [
      "a header of two lines",
      "Yes.\n\nOn Mon, 9 Mar 2026 at 17:12, Ada Byrne\n<a@example.com> wrote:\n> Please send it.",
    ],
    ["a German quote", "Yes.\n\nAm 09.03.2026 um 15:10 schrieb Ada Byrne:\n> Bitte senden."],
    ["a French quote", "Yes.\n\nLe lun. 9 mars 2026 à 15:10, Ada a écrit :\n> Merci d'envoyer."],
    ["Outlook's original", "Yes.\n\n-----Original Message-----\nFrom: Ada\nPlease send it."],
    ["Outlook's header", "Yes.\n\nFrom: Ada\nSent: Monday\nTo: Ben\n\nPlease send it."],
    ["a forwarded mail", "Yes.\n\n---------- Forwarded message ---------\nPlease send it."],
    ["a signature", "Yes.\n-- \nAda Byrne\nPlease call me."],
    ["what follows a greeting and a name", "Yes.\n\nKind regards,\nAda Byrne\nHead of everything\nPlease print less."],
    ["a disclaimer", "Yes.\n\nThis mail is confidential. If you are not the intended recipient, please delete it."],
    ["a Spanish header", "Yes.\n\nDe: Ada\nEnviado el: lunes\nPara: Ben\n\nPor favor, envíalo."],
    [
      "a German disclaimer",
      "Yes.\n\nDiese Mail enthält vertrauliche Informationen. Sind Sie nicht der Adressat,\nvernichten Sie sie bitte sofort.",
    ],
    [
      "a French disclaimer",
      "Yes.\n\nCe message est confidentiel. Si vous n'êtes pas le destinataire, merci de le détruire.",
    ],
    ["what a program adds", "Yes.\n\nGet Outlook for iOS"],
    ["what a company adds", "Yes.\n\nPensez à l'environnement avant d'imprimer ce message."],
    ["a short closing", "Yes.\n\nRgds\nAda Byrne\nBook a call with me"],
    ["a closing of thanks", "Yes.\n\nMerci d'avance,\nAda\nRappelez-moi au 01 23"],
    ["a code block", "Yes.\n```\nplease_send();\n```"],
    ["an indented code block", "Yes.\n\n    please send it"],
    ["a script", "Yes.\n<script>\nplease();\n</script>"],
    ["a ticked box", "Yes.\n- [x] send it"],
  ])("leaves out %s", (_, text) => expect(words(text)).toEqual(["Yes."]));

  it("keeps answers between quoted lines", () => {
    expect(words("On Monday, Ada wrote:\n> One?\n\nFirst.\n\n> Two?\n\nSecond.")).toEqual(["First.", "Second."]);
  });

  it("keeps what stands after the name as P.S.", () => {
    expect(words("Yes.\n\nBest,\nAda\n\nP.S. Call Ben.")).toEqual(["Yes.", "P.S. Call Ben."]);
  });

  it("keeps what goes on after a word of thanks", () => {
    expect(words("Thanks!\nOne more thing: could you call the bank and ask whether it arrived?")).toHaveLength(2);
  });

  it("keeps a request right after a word of thanks", () => {
    expect(words("Danke!\nschick mir bitte noch den Link")).toHaveLength(2);
  });

  it("keeps a request to treat something as confidential", () => {
    expect(words("Please keep the offer confidential.")).toHaveLength(1);
  });
});
