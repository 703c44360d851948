// After searches of every kind, failed ones too, nothing of a patient is in a log, a queue, a table or an error.
import { beforeAll, expect, test } from "vitest";
import { asService } from "../broker/support/services.ts";
import { resetWorld } from "../integrations/support/reset.ts";
import { readLoggedLines, readQueuedMessages, readStoredText } from "../integrations/support/traces.ts";
import type { Answer } from "../support/api.ts";
import { sandbox } from "../support/sandbox.ts";
import { base } from "./support/ehr.ts";

/** What was searched by and what was found, in every spelling that a trace could have. */
const canaries = ["Natarajan", "Priya", "priya@example.com", "1979-07-19", "469-555-0149", "4695550149", "E0010"];

const findCanaries = (text: string) => canaries.filter((canary) => text.includes(canary));
const answers: Answer[] = [];
const path = () => `${new URL(base("epic")).pathname}/Patient/_search`;
const words = { severity: "error", code: "processing", diagnostics: "Natarajan, Priya 1979-07-19" };

beforeAll(async () => {
  await resetWorld();
  const service = await asService();
  const wanted = {
    provider: "epic",
    integrationId: "epic_acme",
    tenantId: "acme",
    params: { fhirBaseUrl: base("epic") },
  };
  await service.post("/api/oauth/client-credentials", wanted);
  const search = (body: object) => service.post("/api/ehr/acme/patients/search", body);
  const found = await search({ phone: "+1 (469) 555-0149", family: "Natarajan", birthdate: "1979-07-19" });
  expect(Object(found.json).patients).toHaveLength(1);
  await search({ family: "Natarajan", limit: 1 });
  answers.push(await search({ phone: "Natarajan", family: "Natarajan" }));
  answers.push(await search({ phone: "4695550149", birthdate: "Natarajan 1979-07-19" }));
  for (const scripted of [
    { status: 200, body: { resourceType: "OperationOutcome", issue: [words] } },
    { status: 400, body: { resourceType: "OperationOutcome", issue: [words] } },
    { status: 500, body: "Natarajan" },
    { status: 200, body: { resourceType: "Bundle", link: "Natarajan", entry: [{ resource: { id: 1 } }] } },
    { status: 200, body: "<html>Natarajan</html>" },
  ]) {
    await sandbox("epic").script({ path: path(), ...scripted });
    answers.push(await search({ family: "Natarajan" }));
  }
  answers.push(await service.get("/api/ehr/acme/patients?family=Natarajan"));
  await service.post("/api/oauth/revoke", { userId: "acme", integrationId: "epic_acme" });
});

test("no refusal says whom it was about", () => {
  expect(answers.filter(({ status }) => status < 400)).toEqual([]);
  expect(answers.flatMap(({ text }) => findCanaries(text))).toEqual([]);
});

test("no log, metric, queue or row does", async () => {
  expect(findCanaries((await readLoggedLines()).join("\n"))).toEqual([]);
  expect(findCanaries((await readQueuedMessages()).join("\n"))).toEqual([]);
  expect(findCanaries(await readStoredText())).toEqual([]);
});

test("no address that an EHR got does", async () => {
  const seen = (await sandbox("epic").requests()).map(({ path, query }) => `${path} ${JSON.stringify(query)}`);
  expect(seen.length).toBeGreaterThan(5);
  expect(findCanaries(seen.join("\n"))).toEqual([]);
});
