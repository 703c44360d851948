// How long an event takes from the provider to an open page, while nothing else keeps the machine busy.
import { expect, test } from "vitest";
import { nobodyConnected, openBrowser } from "../e2e/stage.ts";
import { activities, watching } from "../e2e/watching.ts";
import { sandbox } from "../support/sandbox.ts";

const said = (text: string) =>
  sandbox("slack").push({ event: "message", text, channel: "releases", from: "ben", workspace: "acme" });

test("a message is in the open page within two seconds", async () => {
  const browser = await openBrowser();
  try {
    await nobodyConnected();
    const ada = await watching(browser, "ada", "Ada in Acme");
    // The first event after a deployment starts three Lambdas: that is another measure than the way of an event.
    await said("Good morning");
    await activities(ada, "Good morning").waitFor();

    const from = performance.now();
    await said("Ada, could you review the pricing page by Friday?");
    await activities(ada, "review the pricing page").first().waitFor();
    const after = performance.now() - from;
    console.log(`a message is in the open page after ${Math.round(after)} ms`);
    expect(after).toBeLessThan(2000);
  } finally {
    await browser.close();
  }
});
