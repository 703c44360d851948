import { formatAgo, formatMoment } from "../../ui/dates.ts";

/** A time as people say it, with the exact one on hovering; a dash for none. */
export function Moment({ at, exact }: { readonly at: string; readonly exact?: boolean }) {
  if (!at) return <Nothing />;
  const moment = formatMoment(at);
  return (
    <time dateTime={at} title={moment}>
      {exact ? moment : formatAgo(at)}
    </time>
  );
}

/** For a value that is missing: a dash to the eye, a word to the ear. */
export const Nothing = () => (
  <>
    <span aria-hidden="true">–</span>
    <span class="visually-hidden">none</span>
  </>
);
