import { expect, it } from "vitest";
import { feedConsumer, liveRoutes } from "../../infra/live-routes.ts";
import type { Route } from "../../infra/route.ts";
import { routes } from "../../infra/routes.ts";
import { consumers, schedules } from "../../infra/triggers.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { expandLambda } from "./support/expansion.ts";

it("gives every row exactly the Lambda, variables and permissions that were reviewed", async () => {
  const endpoints = routes.map((row) =>
    [`${row.on}  (${row.caller}, ${row.perSecond}/s) → ${row.run}${describeStack(row)}`, ...expandLambda(row)].join(
      "\n",
    ),
  );
  const queued = consumers.map((row) => {
    const how = `batches of ${row.batch}, ${row.concurrency} at once, ${row.attempts} attempts`;
    return [`queue ${row.queue}  (${how}) → ${row.run}`, ...expandLambda(row)].join("\n");
  });
  const timed = schedules.map((row) =>
    [`every ${row.everyMinutes} minutes → ${row.run}`, ...expandLambda(row)].join("\n"),
  );
  const live = liveRoutes.map((row) => [`socket ${row.on} → ${row.run}`, ...expandLambda(row)].join("\n"));
  const feed = [
    `new rows of the feed  (batches of ${feedConsumer.batch}) → ${feedConsumer.run}`,
    ...expandLambda(feedConsumer),
  ];
  await expect(`${[...endpoints, ...queued, ...timed, ...live, feed.join("\n")].join("\n\n")}\n`).toMatchFileSnapshot(
    "expansion.snap",
  );
});

/** A provider's stack, which must not change after its first deployment. */
function describeStack({ provider }: Route): string {
  const stack = manifests.find(({ id }) => id === provider)?.stack;
  return stack ? ` in ${stack}` : "";
}
