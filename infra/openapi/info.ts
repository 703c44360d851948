// `info` of the document.

const description = `
Connect your users' accounts at other services, read and write them, and hear at once what happens there.

**Who is calling.** Users and administrators send a JSON Web Token of your identity provider: \`Authorization: Bearer …\`.
A user sees only what is theirs; anything else is \`404\`.

**Failures** are \`application/problem+json\` with a \`code\` out of a closed set; \`error\` and \`message\` repeat the detail. What the gateway
itself answers (\`401\`, \`403\`, \`404\`, \`413\`, \`429\`, \`503\`) is \`application/json\` with a \`message\`.

**Pages.** Lists take \`limit\` and \`pageToken\`, and answer \`nextPageToken\` until their end.

**Asking twice.** Where an \`Idempotency-Key\` is taken, repeating a request under it does it once.

**Browsers** that start an authorization on another origin send \`credentials: "include"\`, or confirm it afterwards.

**Live updates.** \`new WebSocket(liveUrl, ["patchbay.v1", token])\`; \`liveUrl\` stands in \`GET /api/integrations/available\`.
Frames are \`{seq, type, at, data}\` with the types \`activity\`, \`connection.changed\`, \`channel.changed\` and \`sync.progress\`.
Send \`{"action":"resume","after":seq}\` after a break (frames are kept for 24 hours; for an older one the answer is
\`{"type":"resync"}\`) and \`{"action":"ping"}\` at least every 9 minutes.
`.trim();

export const about = {
  title: "Patchbay",
  summary: "OAuth integrations of your users, in your own AWS account",
  description,
  license: { name: "All rights reserved", identifier: "LicenseRef-Patchbay" },
} as const;
