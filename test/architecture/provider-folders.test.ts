// Every provider's folder has the same files under the same names. See AGENTS.md.
import { expect, test } from "vitest";
import type { Manifest } from "../../lib/providers/manifest.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { sourceFiles } from "./source-files.ts";

/** Files that every folder has, without `.ts`; what does not fit into one stands in a folder of the same name. */
const required = ["manifest", "definition"];

/** Files that a folder has exactly if its manifest says so. */
const conditional: Readonly<Record<string, (manifest: Manifest) => boolean>> = {
  webhook: ({ webhook }) => webhook !== undefined,
  events: ({ webhook }) => webhook !== undefined,
  "webhook-examples": ({ webhook }) => webhook !== undefined,
  activity: ({ webhook }) => webhook !== undefined,
  subscription: ({ hasSubscriptions }) => hasSubscriptions === true,
  "refill-caches": ({ keepsLists }) => keepsLists === true,
  crm: ({ hasCustomers }) => hasCustomers === true,
  "app-manifest": ({ hasAppManifest }) => hasAppManifest === true,
};

/** Other words for what has a fixed name, by that name. A provider's own channels are listed in api/channels.ts. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  errors: ["error", "error-classes", "failure", "failures", "refusal", "refusals", "in-our-words", "missing-scopes"],
  webhook: ["webhooks", "receiver", "hook", "signature"],
  events: ["event", "events-source", "webhook-events", "source"],
  activity: ["activities", "tell", "tell-news", "news", "file-news", "announce", "announce-mails", "event-activity"],
  subscription: ["subscriptions", "channel", "channels", "push-channels", "watch"],
  api: ["call", "calls", "read", "change", "write"],
  paging: ["page", "pages", "page-budget", "page-token", "pagination"],
  "sync-changes": ["catch-up", "sync"],
};

/** Folders of what the providers of one company or standard share. */
const families = ["google", "smart"];

interface Folder {
  readonly id: string;
  readonly manifest: Manifest;
  /** Paths below the folder, without `.ts`: `api`, `api/channels`. */
  readonly files: readonly string[];
}

const paths = (await sourceFiles(/^lib\/providers\/[^/]+\/.*\.ts$/)).map(({ path }) => path.slice(0, -3).split("/"));

const folders: Folder[] = manifests.map((manifest) => ({
  id: manifest.id,
  manifest,
  files: paths.filter(([, , id]) => id === manifest.id).map((parts) => parts.slice(3).join("/")),
}));

const has = ({ files }: Folder, name: string): boolean => files.includes(name);

test.each(folders)("$id has the files that every provider has", (folder) => {
  expect(required.filter((name) => !has(folder, name))).toEqual([]);
});

test.each(folders)("$id has the files that its manifest asks for, and no others of those names", (folder) => {
  const expected = Object.keys(conditional).filter((name) => conditional[name]?.(folder.manifest));
  expect(Object.keys(conditional).filter((name) => has(folder, name))).toEqual(expected);
});

/** What must stand beside a file, or beside a folder of the same name. */
const companions: Readonly<Record<string, readonly string[]>> = { api: ["errors"], events: ["events", "webhook"] };

test.each(folders)("$id has beside its calls and events what goes with them", (folder) => {
  const missing = Object.entries(companions).flatMap(([name, files]) => {
    const isThere = has(folder, name) || folder.files.some((file) => file.startsWith(`${name}/`));
    return isThere ? files.filter((file) => !has(folder, file)) : [];
  });
  expect(missing).toEqual([]);
});

test.each(folders)("$id calls nothing by another word for a fixed name", ({ files }) => {
  const used = new Set(files.flatMap((file) => file.split("/", 1)));
  const found = Object.entries(synonyms).flatMap(([name, words]) =>
    words.filter((word) => used.has(word)).map((word) => `${word} is ${name}`),
  );
  expect(found).toEqual([]);
});

test("every folder of lib/providers is a provider's, or one that several share", () => {
  const known = new Set<string | undefined>([...manifests.map(({ id }) => id), ...families]);
  const found = new Set(paths.filter(({ length }) => length > 3).map(([, , folder]) => folder));
  expect([...found].filter((folder) => !known.has(folder))).toEqual([]);
});

test("the names of a family's files are fixed too", () => {
  const words = new Set(Object.values(synonyms).flat());
  const found = paths.filter(([, , folder, file]) => families.includes(folder ?? "") && words.has(file ?? ""));
  expect(found).toEqual([]);
});
