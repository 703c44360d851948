import { useRef, useState } from "preact/hooks";
import { type Activity, deleteActivity } from "../api/activity.ts";
import type { Provider } from "../api/catalogue.ts";
import { useAppContext } from "../app-context.ts";
import type { LiveState } from "../live/reconnecting-socket.ts";
import { Button } from "../ui/button.tsx";
import { FailureNote } from "../ui/failure-note.tsx";
import { ActivityItem } from "./activity-item.tsx";
import { useActivity } from "./use-activity.ts";

interface Props {
  /** The list is loaded again when it changes. */
  readonly version: number;
  /** Whether nothing is rendered while there is no activity. */
  readonly hidesEmpty: boolean;
  readonly providers: readonly Provider[];
}

const liveStateTexts: Readonly<Record<LiveState, readonly [kind: string, words: string]>> = {
  live: ["good", "Live"],
  connecting: ["off", "Connecting…"],
  offline: ["warn", "Offline, trying again"],
};

/** The activity of the connected accounts, newest first, updated live. */
export function ActivityPanel({ version, hidesEmpty, providers }: Props) {
  const { api } = useAppContext();
  const feed = useActivity(version);
  const heading = useRef<HTMLHeadingElement>(null);
  const [deleted, setDeleted] = useState("");
  const [busy, setBusy] = useState(false);
  const [kind, words] = feed.liveState ? liveStateTexts[feed.liveState] : ["off", ""];
  const getProviderName = (id: string) => providers.find((provider) => provider.id === id)?.name ?? id;
  const showOlder = async () => {
    setBusy(true);
    await feed.loadMore();
    setBusy(false);
  };
  const remove = async (item: Activity) => {
    const answer = await deleteActivity(api, item.id);
    // Deleted in another window meanwhile.
    const isGone = answer.ok || answer.failure.code === "not_found";
    if (!isGone) return answer.failure;
    feed.remove(item.id);
    setDeleted(`${item.title || "The activity"} is deleted.`);
    heading.current?.focus();
    return undefined;
  };
  if (hidesEmpty && !feed.items?.length) return null;
  return (
    <section class="group" aria-labelledby="activity">
      <div class="activity-head">
        <h2 id="activity" ref={heading} tabIndex={-1}>
          Activity
        </h2>
        <span role="status">{words && <span class={`pill ${kind}`}>{words}</span>}</span>
      </div>
      <p class="visually-hidden" role="status">
        {feed.arrivedCount > 0 &&
          `${feed.arrivedCount} new ${feed.arrivedCount === 1 ? "activity" : "activities"} since you came`}
      </p>
      <p class="visually-hidden" role="status">
        {deleted}
      </p>
      <div class="card activity">
        {feed.failure && <FailureNote failure={feed.failure} onRetry={feed.reload} />}
        {!feed.items && !feed.failure && <ActivitySkeleton />}
        {feed.items?.length === 0 && (
          <p class="hint">Nothing has happened yet. Messages, mails, comments and events appear here as they come.</p>
        )}
        {feed.items && feed.items.length > 0 && (
          <ul class="activity-list">
            {feed.items.map((item) => (
              <ActivityItem
                key={item.id}
                item={item}
                name={getProviderName(item.provider)}
                onChange={feed.replace}
                onDelete={() => remove(item)}
              />
            ))}
          </ul>
        )}
        {feed.hasMore && (
          <div class="activity-foot">
            <Button kind="quiet" busy={busy} onPress={showOlder}>
              Show older
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}

function ActivitySkeleton() {
  return (
    <div class="activity-skeleton" aria-busy="true">
      <p class="visually-hidden" role="status">
        Loading the activity
      </p>
      <div class="skeleton-shape skeleton-line" aria-hidden="true" />
      <div class="skeleton-shape skeleton-text" aria-hidden="true" />
    </div>
  );
}
