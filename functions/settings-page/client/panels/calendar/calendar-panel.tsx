import { useRef } from "preact/hooks";
import { listEvents } from "../../api/calendar.ts";
import { useDesk } from "../../page/desk.ts";
import { RowBones } from "../bones.tsx";
import { Contents } from "../contents.tsx";
import { Empty } from "../empty.tsx";
import { MoreButton } from "../more-button.tsx";
import { Pane } from "../pane.tsx";
import type { PanelProps } from "../panel-props.ts";
import { useLive } from "../use-live.ts";
import { usePages } from "../use-pages.ts";
import { byDay } from "./days.ts";
import { EventRow } from "./event-row.tsx";

/** What comes next in the account's own calendar, day by day. */
export function CalendarPanel(panel: PanelProps) {
  const { api } = useDesk();
  const { connection, shown } = panel;
  // A page token belongs to the question of the first page.
  const from = useRef("");
  const events = usePages((pageToken) => {
    if (!pageToken) from.current = new Date().toISOString();
    return listEvents(api, connection.id, from.current, pageToken);
  });
  useLive(connection.id, shown, events.refresh);
  return (
    <Pane panel={panel} title="Next events" busy={events.loading} onRefresh={events.reload}>
      <Contents panel={panel} loaded={events} what="the events" bones={<RowBones lines={2} />}>
        {(value) =>
          value.length === 0 ? (
            <Empty title="Nothing is planned">What is entered in Google Calendar appears here by itself.</Empty>
          ) : (
            <>
              {byDay(value).map(({ date, label, events }) => (
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
      </Contents>
    </Pane>
  );
}
