// The fields that we read from Figma's events, with bounds, because the content is untrusted. Other fields are dropped. Only the
// required ones are needed: an optional one that is odd counts as missing.
// https://developers.figma.com/docs/rest-api/webhooks-events
import * as z from "zod";
import { truncatedList, truncatedText } from "../../../webhooks/truncated-schemas.ts";

/** A number in some answers, a string in events. */
const id = () =>
  z
    .union([z.string(), z.number()])
    .transform(String)
    .pipe(z.string().regex(/^[\w:-]{1,128}$/));

const user = () => z.object({ id: id(), handle: truncatedText(100).default("somebody") });
export type FigmaUser = z.output<ReturnType<typeof user>>;

export const eventType = () => z.object({ event_type: z.string() });

export const fileEvent = () =>
  z.object({
    event_type: z.string(),
    webhook_id: id().nullish(),
    timestamp: z.string().max(40).nullish(),
    file_key: id(),
    file_name: truncatedText(200).nullish(),
    team_id: id().nullish(),
    triggered_by: user().nullish(),
    // FILE_COMMENT
    comment_id: id().nullish(),
    comment: truncatedList(z.object({ text: truncatedText(5000).nullish(), mention: id().nullish() }), 200).nullish(),
    mentions: truncatedList(user(), 50).nullish(),
    created_at: z.string().max(40).nullish(),
    // FILE_VERSION_UPDATE
    label: truncatedText(200).nullish(),
    version_id: id().nullish(),
    description: truncatedText(5000).nullish(),
    // LIBRARY_PUBLISH is sent once per kind of asset
    created_components: z.array(z.unknown()).nullish(),
    created_styles: z.array(z.unknown()).nullish(),
    created_variables: z.array(z.unknown()).nullish(),
    modified_components: z.array(z.unknown()).nullish(),
    modified_styles: z.array(z.unknown()).nullish(),
    modified_variables: z.array(z.unknown()).nullish(),
    deleted_components: z.array(z.unknown()).nullish(),
    deleted_styles: z.array(z.unknown()).nullish(),
    deleted_variables: z.array(z.unknown()).nullish(),
  });
/** Its time is that of its arrival if Figma gives none. */
export type FileEvent = z.output<ReturnType<typeof fileEvent>> & { readonly timestamp: string };
