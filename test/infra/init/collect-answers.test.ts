import { describe, expect, it } from "vitest";
import { collectAnswers } from "../../../infra/init/collect-answers.ts";
import type { Answers } from "../../../infra/init/settings.ts";

const enough: Answers = {
  ...{ region: "eu-central-1", "public-base-url": "https://app.example.com", issuer: "https://id.example.com/" },
  ...{ audience: "patchbay", providers: "all" },
};

/** Answers questions by the first of the words that they contain; with nothing to the rest. */
const answering = (answers: Readonly<Record<string, readonly string[]>>) => {
  const asked: string[] = [];
  const left = new Map(Object.entries(answers).map(([word, each]) => [word, [...each]]));
  const ask = async (question: string) => {
    asked.push(question);
    const word = [...left.keys()].find((each) => question.includes(each));
    return (word && left.get(word)?.shift()) ?? "";
  };
  return { asked, ask };
};

describe("without a person", () => {
  it("takes the defaults, and the account of the shell", async () => {
    const answers = await collectAnswers({ given: enough, proposed: { account: "111122223333" } });
    expect(answers).toEqual({
      ...enough,
      ...{ account: "111122223333", "app-url": "https://app.example.com", algorithm: "RS256" },
      ...{ "client-id": "patchbay-page", "alarm-email": "" },
    });
  });

  it("takes an option rather than the shell's", async () => {
    const given = { ...enough, account: "999988887777" };
    expect(await collectAnswers({ given, proposed: { account: "111122223333" } })).toMatchObject(given);
  });

  it("names everything that is missing in one sentence", async () => {
    await expect(collectAnswers({ given: {}, proposed: {} })).rejects.toThrow(
      /^Add --region, --public-base-url, --issuer, --audience, --providers: they have no default\.$/,
    );
    const { audience: _, ...given } = enough;
    await expect(collectAnswers({ given, proposed: {} })).rejects.toThrow(/^Add --audience: it has no default\.$/);
  });

  it.each([
    [{ account: "1234" }, "--account must be the 12 digits of an AWS account."],
    [{ region: "Frankfurt" }, "--region must be an AWS region such as eu-central-1."],
    [
      { "public-base-url": "https://app.example.com/api" },
      "--public-base-url must be an origin: scheme, host and port without a path or a trailing slash.",
    ],
    [{ issuer: "id.example.com" }, "--issuer must be an absolute address such as https://example.com."],
    [{ algorithm: "none" }, "--algorithm must be one of RS256, RS384, RS512, ES256, HS256."],
    [{ "alarm-email": "nobody" }, "--alarm-email must be an e-mail address."],
    [{ audience: " , " }, "--audience must name an audience."],
  ])("refuses %j", async (wrong, sentence) => {
    await expect(collectAnswers({ given: { ...enough, ...wrong }, proposed: {} })).rejects.toThrow(sentence);
  });

  it.each(["gitlab", "slack,gitlab", ","])("refuses %j as providers", async (providers) => {
    await expect(collectAnswers({ given: { ...enough, providers }, proposed: {} })).rejects.toThrow(
      '--providers must be "all", or some of figma, slack',
    );
  });
});

describe("a person", () => {
  it("is asked for what no option says, with the default in brackets, and takes it by an empty answer", async () => {
    const { asked, ask } = answering({ "front end": ["https://www.example.com"] });
    const answers = await collectAnswers({ given: enough, proposed: { account: "111122223333" }, ask });
    expect(asked).toEqual([
      "AWS account, 12 digits [111122223333]: ",
      "Address of your front end, where flows end [https://app.example.com]: ",
      "Their algorithm: RS256, RS384, RS512, ES256, HS256 [RS256]: ",
      "Client id of the settings page at that identity provider [patchbay-page]: ",
      "E-mail address that gets the alarms [none]: ",
    ]);
    expect(answers).toMatchObject({ account: "111122223333", "app-url": "https://www.example.com" });
  });

  it("is asked again after a mistake, and told what it was", async () => {
    const printed: string[] = [];
    const { issuer: _, ...given } = enough;
    const { asked, ask } = answering({ Issuer: ["", "http://id.example.com", " https://id.example.com "] });
    const answers = await collectAnswers({ given, proposed: {}, ask, print: (line) => printed.push(line) });
    expect(answers.issuer).toBe("https://id.example.com");
    expect(asked.filter((question) => question.startsWith("Issuer"))).toHaveLength(3);
    expect(printed).toEqual(["It must not be empty.", "It must use https (plain http is for localhost only)."]);
  });
});
