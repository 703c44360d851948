// Builds payloads in GitHub's form for events that change nothing in the emulator's repository.
import { createHash, randomBytes } from "node:crypto";

export interface PayloadRequest {
  readonly text: string;
  readonly body?: string | undefined;
  readonly action?: string | undefined;
  readonly repository: Readonly<Record<string, unknown>>;
  readonly sender: Readonly<Record<string, unknown>>;
}

type Payload = Readonly<Record<string, unknown>> & { readonly action?: string };

const payloadMakers = {
  push: ({ text, repository, sender }: PayloadRequest): Payload => {
    const [before, after] = [createSha(), createSha()];
    const person = { name: sender.login, email: sender.email, username: sender.login };
    const url = `${repository.html_url}/commit/${after}`;
    const commit = {
      id: after,
      message: text,
      timestamp: new Date().toISOString(),
      url,
      author: person,
      committer: person,
    };
    const ref = `refs/heads/${repository.default_branch ?? "main"}`;
    const compare = `${repository.html_url}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`;
    const flags = { created: false, deleted: false, forced: false };
    return { ref, before, after, compare, ...flags, pusher: person, commits: [commit], head_commit: commit };
  },
  pull_request: ({ text, body, action = "opened", repository, sender }: PayloadRequest): Payload => {
    const number = 1 + Math.floor(Math.random() * 9000);
    const html_url = `${repository.html_url}/pull/${number}`;
    const pull_request = {
      ...createEntity(html_url, sender),
      number,
      state: "open",
      title: text,
      body: body ?? null,
      draft: false,
    };
    return { action, number, pull_request };
  },
  release: ({ text, body, action = "published", repository, sender }: PayloadRequest): Payload => {
    const { user: author, ...release } = createEntity(
      `${repository.html_url}/releases/tag/${encodeURIComponent(text)}`,
      sender,
    );
    return { action, release: { ...release, author, tag_name: text, name: text, body: body ?? null, draft: false } };
  },
  ping: (): Payload => ({
    zen: "Keep it logically awesome.",
    hook_id: 4_000_001,
    hook: { type: "App", id: 4_000_001 },
  }),
  installation: ({ action = "created", repository, sender }: PayloadRequest): Payload => {
    const installation = { id: 51_000_001, app_id: 900_001, account: sender, repository_selection: "selected" };
    const { id, name, full_name } = repository;
    return { action, installation, repositories: [{ id, name, full_name, private: repository.private }] };
  },
} as const;

export type ComposedEvent = keyof typeof payloadMakers;

/** Events about the app, which have no repository. */
const appEvents: readonly ComposedEvent[] = ["ping", "installation"];

export const composed = {
  names: Object.keys(payloadMakers) as [ComposedEvent, ...ComposedEvent[]],
  make: (event: ComposedEvent, asked: PayloadRequest): Payload => ({
    ...payloadMakers[event](asked),
    ...(appEvents.includes(event) ? {} : { repository: asked.repository }),
    sender: asked.sender,
  }),
};

function createEntity(html_url: string, user: object) {
  const now = new Date().toISOString();
  const id = createHash("sha256").update(html_url).update(now).digest().readUInt32BE();
  return { id, html_url, url: html_url, user, created_at: now, updated_at: now };
}

const createSha = (): string => randomBytes(20).toString("hex");
