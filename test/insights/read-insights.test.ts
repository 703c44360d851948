import { describe, expect, it } from "vitest";
import { readInsights } from "../../lib/insights/read-insights.ts";
import { ada, ben, createSourceText } from "./create-source-text.ts";

describe("an action item", () => {
  it("says what is asked, of whom, by when and how sure that is", () => {
    const { actionItems } = readInsights(
      createSourceText("@ben can you review it by Friday?", { author: ada, people: [ben] }),
    );
    expect(actionItems).toEqual([
      {
        text: "@ben can you review it by Friday?",
        assignee: "Ben Carter",
        due: "2026-03-13",
        confidence: 0.9,
        done: false,
      },
    ]);
  });

  it("is surer of a marked task than of a bare order", () => {
    const confidence = (text: string) => readInsights(createSourceText(text)).actionItems[0]?.confidence ?? 0;
    expect(confidence("TODO: update the list")).toBeGreaterThan(confidence("Please update the list"));
    expect(confidence("Please update the list")).toBeGreaterThan(confidence("Update the list"));
  });

  it("is a sentence, not the whole message", () => {
    const { actionItems } = readInsights(createSourceText("The build is red. Please fix it. I am on the train."));
    expect(actionItems.map(({ text }) => text)).toEqual(["Please fix it."]);
  });

  it("comes ten times at most", () => {
    expect(readInsights(createSourceText("- [ ] one thing\n".repeat(30))).actionItems).toHaveLength(10);
  });

  it("has at most 300 characters", () => {
    const [item] = readInsights(createSourceText(`Please ${"send the very long list ".repeat(30)}`)).actionItems;
    expect(item?.text.length).toBeLessThanOrEqual(300);
  });

  it("comes from a title only where that is marked", () => {
    const listActionItems = (title: string) =>
      readInsights(createSourceText("See you there.", { kind: "mail", title })).actionItems;
    expect(listActionItems("Action required: sign the form by 20 March")).toMatchObject([{ due: "2026-03-20" }]);
    expect(listActionItems("Sign the form")).toEqual([]);
  });
});

describe("whoever is asked", () => {
  const readAssignee = (text: string, more = {}) => readInsights(createSourceText(text, more)).actionItems[0]?.assignee;

  it("is the one who is called, before the one it is sent to", () => {
    expect(readAssignee("Ada, please call them.", { people: [ada, ben] })).toBe("Ada Byrne");
    expect(readAssignee("Ada, please call them.", { people: [ben] })).toBe("Ada");
  });

  it("is the one a mail greets", () => {
    const mail = { kind: "mail", people: [ada, ben] };
    expect(readAssignee("Dear Mr Carter,\n\nplease call them.", mail)).toBe("Ben Carter");
  });

  it("is the only one it is sent to, who is not its author", () => {
    expect(readAssignee("could you call them?", { author: ada, people: [ada, ben] })).toBe("Ben Carter");
  });

  it("is the reader, by any of their names", () => {
    expect(readAssignee("@benny please call them", { owner: { names: ["Ben Carter", "benny"], ids: ["U02"] } })).toBe(
      "Ben Carter",
    );
  });

  it.each(["we need to call them", "could someone call them?", "Yes, please call them."])(
    "is nobody in: %s",
    (text) => {
      expect(readAssignee(text, { people: [ada, ben] })).toBeUndefined();
    },
  );
});

describe("context", () => {
  it("has a title of at most 120 characters and an excerpt of at most 280, in whole words", () => {
    const { title, excerpt } = readInsights(createSourceText("wonderful ".repeat(100)));
    expect(title.length).toBeLessThanOrEqual(120);
    expect(excerpt.length).toBeLessThanOrEqual(280);
    expect(excerpt).toMatch(/ wonderful…$/);
  });

  it("has no quotes and no signature in the excerpt", () => {
    expect(readInsights(createSourceText("Fine.\n> Really?\n\nBest,\nAda", { kind: "mail" })).excerpt).toBe("Fine.");
  });

  it("names who takes part once", () => {
    expect(
      readInsights(createSourceText("Hi", { author: ada, people: [ada, ben, { email: "c@example.com" }] }))
        .participants,
    ).toEqual(["Ada Byrne", "Ben Carter", "c@example.com"]);
  });

  it.each([
    ["Please review the pull request", "en"],
    ["Kannst du das bitte prüfen?", "de"],
    ["Peux-tu relire le contrat ?", "fr"],
    ["¿Puedes enviar el informe?", "es"],
    ["Kan je dit even nakijken? Ik heb het gisteren al getest.", "nl"],
    ["pls rebase, main moved", "en"],
    ["*today:* qa + release notes, still need @priya to approve the copy", "en"],
    ["En la terraza a las 17:00", "es"],
    ["tu me confirmes l'heure ?", "fr"],
    ["Text etwas verkleinern", "de"],
    ["Potresti inviarmi il file domani?", "it"],
    ["Obrigado pela ajuda de ontem", "pt"],
    ["見積書を送る", "ja"],
    ["Привет, отправь отчёт", "ru"],
    ["👍", "und"],
  ])("tells the language of %s", (text, language) =>
    expect(readInsights(createSourceText(text)).language).toBe(language),
  );
});
