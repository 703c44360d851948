import type { CalendarEvent } from "../../api/calendar-event.ts";
import { SourceLink } from "../../ui/source-link.tsx";
import { formatTimes } from "./days.ts";

export function EventRow({ event }: { readonly event: CalendarEvent }) {
  const { location, url, guests } = event;
  const title = event.title || "(no title)";
  const facts = [formatTimes(event), location, guests > 0 && (guests === 1 ? "1 guest" : `${guests} guests`)].filter(
    Boolean,
  );
  const words = facts.join(" · ");
  return (
    <li class={`row row-2 event ${event.start.date ? "all-day" : ""}`}>
      <span class="row-text">
        <span class="cut strong" title={title}>
          {title}
        </span>
        <span class="cut fine" title={words}>
          {words}
        </span>
      </span>
      <SourceLink url={url} label={`Open “${title}” in Google Calendar`} />
    </li>
  );
}
