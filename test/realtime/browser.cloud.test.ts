// Browsers are stricter than Node's client: they close a socket whose server chose no subprotocol, and send an origin.
import { expect, test } from "vitest";
import { openBrowser, openSignedIn } from "../e2e/stage.ts";
import { tokenFor } from "../support/api.ts";
import { cloud } from "../support/cloud.ts";
import { appendActivity, createFeedUser } from "./support/feed.ts";

test("pushes to a page in Chromium under the page's own content security policy", async () => {
  const user = createFeedUser();
  await appendActivity(user, "before the page opened");
  const offered = ["patchbay.v1", await tokenFor(user.person)];
  const browser = await openBrowser();
  try {
    const page = await openSignedIn(browser, "ada");
    const opened = await page.evaluate(
      ({ url, protocols }) =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket(url, protocols);
          socket.onerror = () => reject(new Error("The socket failed."));
          socket.onopen = () => socket.send(JSON.stringify({ action: "resume", after: 0 }));
          socket.onmessage = ({ data }) => resolve([socket.protocol, JSON.parse(data)]);
        }),
      { url: cloud().liveUrl, protocols: offered },
    );
    expect(opened).toEqual(["patchbay.v1", expect.objectContaining({ seq: 1, type: "activity" })]);
  } finally {
    await browser.close();
  }
});
