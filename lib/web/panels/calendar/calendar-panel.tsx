import { useRef } from "preact/hooks";
import { listEvents } from "../../api/calendar.ts";
import { useAppContext } from "../../app-context.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LoadedContent } from "../../ui/loaded-content.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Pane } from "../../ui/pane.tsx";
import { RowSkeleton } from "../../ui/skeletons.tsx";
import { usePages } from "../../ui/use-pages.ts";
import type { PanelProps } from "../panel-props.ts";
import { useLiveRefresh } from "../use-live-refresh.ts";
import { groupByDay } from "./days.ts";
import { EventRow } from "./event-row.tsx";

/** The next events of the account's primary calendar, grouped by day. */
export function CalendarPanel(panel: PanelProps) {
  const { api } = useAppContext();
  const { connection, shown } = panel;
  // A page token is valid only with the `timeMin` of the first page.
  const from = useRef("");
  const events = usePages((pageToken) => {
    if (!pageToken) from.current = new Date().toISOString();
    return listEvents(api, connection.id, from.current, pageToken);
  });
  useLiveRefresh(connection.id, shown, events.refresh);
  return (
    <Pane panel={panel} title="Next events" busy={events.loading} onRefresh={events.reload}>
      <LoadedContent panel={panel} loaded={events} what="the events" skeleton={<RowSkeleton lines={2} />}>
        {(value) =>
          value.length === 0 ? (
            <EmptyState title="Nothing is planned">
              What is entered in Google Calendar appears here by itself.
            </EmptyState>
          ) : (
            <>
              {groupByDay(value).map(({ date, label, events }) => (
                <section key={date} aria-labelledby={`day-${connection.id}-${date}`}>
                  <h5 class="day" id={`day-${connection.id}-${date}`}>
                    {label}
                  </h5>
                  <ul class="rows">
                    {events.map((event) => (
                      <EventRow key={event.id} event={event} />
                    ))}
                  </ul>
                </section>
              ))}
              <MoreButton panel={panel} pages={events} />
            </>
          )
        }
      </LoadedContent>
    </Pane>
  );
}
