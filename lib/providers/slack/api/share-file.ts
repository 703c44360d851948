import * as z from "zod";
import { ProviderError } from "../../../http/provider-error.ts";
import { sendOnce } from "../../../http/provider-problem.ts";
import type { Provider } from "../../../oauth/definition.ts";
import { callProvider, type DataRequest, type ProviderCallContext } from "../../../provider-client/data-endpoint.ts";
import { callSlack, createSlackClient } from "../api.ts";
import { withSlackProblems } from "../errors.ts";
import { findChannelId, missingChannelProblem, readChannelOrDefault } from "./find-channel.ts";
import { uploadBytes } from "./upload-bytes.ts";
import { readUploadedFile, type Upload, type UploadedFile } from "./upload-request.ts";

export const sharedFile = () =>
  z.object({
    file: z.object({
      id: z.string(),
      name: z.string(),
      title: z.string().optional(),
      /** Bytes. */
      size: z.number(),
      permalink: z.string().optional(),
    }),
    accountId: z.string(),
  });
type SharedFile = z.output<ReturnType<typeof sharedFile>>;

/** Uploads a file as the bot and shares it, once. @throws Problem */
export async function shareFile(provider: Provider, request: DataRequest, upload: Upload): Promise<SharedFile> {
  const file = await readUploadedFile(upload);
  const place = await readChannelOrDefault(provider, { ...request, set: "bot" }, upload.channel);
  const { channel: named, request: asBot } = place;
  if (named === undefined && (upload.thread_ts ?? upload.initial_comment) !== undefined) throw missingChannelProblem();
  const channel = named === undefined ? undefined : await findChannelId(provider, asBot, named);
  return callProvider(provider, asBot, async (call) => {
    const shared = await uploadFile(call, file, { ...upload, channel });
    return { file: shared, accountId: call.connection.accountId };
  });
}

/** Slack's three steps: get an upload URL, send the bytes, complete the upload. Nobody sees the file before the last one. */
async function uploadFile(
  { provider, token, fetch }: ProviderCallContext,
  { bytes, name }: UploadedFile,
  { title, channel, initial_comment, thread_ts }: Omit<Upload, "file" | "content">,
): Promise<SharedFile["file"]> {
  const { files } = createSlackClient(provider, token, fetch);
  const upload = await withSlackProblems(() =>
    callSlack(() => files.getUploadURLExternal({ filename: name, length: bytes.length })),
  );
  const { file_id: id, upload_url: url } = upload;
  if (id === undefined || url === undefined) throw new ProviderError({ kind: "permanent", code: "answer_unexpected" });
  await uploadBytes(provider, url, bytes, fetch);
  const comment = initial_comment === undefined ? {} : { initial_comment };
  const thread = thread_ts === undefined ? {} : { thread_ts };
  const shares = channel === undefined ? {} : { channel_id: channel, ...comment, ...thread };
  const one = title === undefined ? { id } : { id, title };
  const done = await withSlackProblems(() =>
    sendOnce(() => callSlack(() => files.completeUploadExternal({ files: [one], ...shares }))),
  );
  const permalink = done.files?.find((file) => file.id === id)?.permalink;
  return { id, name, ...(title ? { title } : {}), size: bytes.length, ...(permalink ? { permalink } : {}) };
}
