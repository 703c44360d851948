// Measures how long an event takes from the provider to an open page. Runs alone.
import { expect, test } from "vitest";
import { disconnectEverybody, openBrowser } from "../e2e/stage.ts";
import { activities, openWatchingPage } from "../e2e/watching.ts";
import { sandbox } from "../support/sandbox.ts";

const postMessage = (text: string) =>
  sandbox("slack").push({ event: "message", text, channel: "releases", from: "ben", workspace: "acme" });

/** Several, since one message may run into a stall of the machine, which lasts seconds on a slow disk. */
const messages = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

test("a message reaches an open page within two seconds (median of five)", async () => {
  const browser = await openBrowser();
  try {
    await disconnectEverybody();
    const ada = await openWatchingPage(browser, "ada", "Ada in Acme");
    // Not measured: the first event after a deployment starts three Lambdas.
    await postMessage("Good morning");
    await activities(ada, "Good morning").waitFor();

    const times: number[] = [];
    for (const day of messages) {
      const from = performance.now();
      await postMessage(`Ada, could you review the pricing page by ${day}?`);
      await activities(ada, day).first().waitFor();
      times.push(performance.now() - from);
    }
    const inOrder = times.sort((a, b) => a - b).map(Math.round);
    console.log(`messages are in the open page after ${inOrder.join(", ")} ms`);
    expect(inOrder[2]).toBeLessThan(2000);
  } finally {
    await browser.close();
  }
});
