import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Activity, listActivity, readActivity } from "../api/activity.ts";
import type { Failure } from "../api/failure.ts";
import { inOrder, type Receiver } from "../live/in-order.ts";
import { type LiveState, openReconnecting } from "../live/reconnecting-socket.ts";
import { storedSession } from "../session/stored.ts";
import { useDesk } from "./desk.ts";

export interface ActivityFeed {
  readonly items: readonly Activity[] | undefined;
  readonly failure: Failure | undefined;
  readonly live: LiveState | undefined;
  /** Whether older ones can be had. */
  readonly more: boolean;
  reload(): void;
  loadMore(): Promise<void>;
  replace(changed: Activity): void;
}

/** What happened at the providers: the latest from the list, whatever comes after it over the socket. */
export function useActivity(liveUrl: string): ActivityFeed {
  const { api, reload: reloadConnections } = useDesk();
  const [items, setItems] = useState<readonly Activity[]>();
  const [failure, setFailure] = useState<Failure>();
  const [next, setNext] = useState("");
  const [live, setLive] = useState<LiveState>();

  const reload = useCallback(async () => {
    setFailure(undefined);
    const answer = await listActivity(api);
    if (!answer.ok) return setFailure(answer.failure);
    setItems(answer.value.items);
    setNext(answer.value.next);
  }, [api]);
  useEffect(() => void reload(), [reload]);

  const changed = useRef(() => {});
  changed.current = reloadConnections;
  const isLoaded = items !== undefined;
  const newest = items?.[0]?.seq ?? 0;
  // Once, from the newest item of the first list.
  useEffect(() => {
    if (!liveUrl || !isLoaded) return;
    const add = (item: Activity) => setItems((before = []) => [item, ...before.filter(({ id }) => id !== item.id)]);
    return follow(liveUrl, newest, {
      onState: setLive,
      onActivity: add,
      onConnections: () => changed.current(),
      onLost: () => void reload(),
    });
  }, [liveUrl, isLoaded]);

  return {
    items,
    failure,
    live,
    more: next !== "",
    reload,
    async loadMore() {
      const answer = await listActivity(api, next);
      if (!answer.ok) return setFailure(answer.failure);
      const known = new Set(items?.map(({ id }) => id));
      setItems([...(items ?? []), ...answer.value.items.filter(({ id }) => !known.has(id))]);
      setNext(answer.value.next);
    },
    replace: (item) => setItems((before) => before?.map((one) => (one.id === item.id ? item : one))),
  };
}

interface Listeners {
  readonly onState: (state: LiveState) => void;
  readonly onActivity: (item: Activity) => void;
  readonly onConnections: () => void;
  readonly onLost: () => void;
}

function follow(url: string, from: number, { onState, onActivity, onConnections, onLost }: Listeners): () => void {
  let send: (message: object) => void = () => {};
  const receiver: Receiver = inOrder({
    from,
    ask: (after) => send({ action: "resume", after }),
    onLost,
    tell({ type, data }) {
      if (type === "activity") onActivity(readActivity(data));
      if (type === "connection.changed" || type === "channel.changed") onConnections();
    },
  });
  return openReconnecting({
    url,
    token: () => storedSession()?.accessToken,
    onState,
    onMessage: receiver.receive,
    onOpen(sender) {
      send = sender;
      send({ action: "resume", after: receiver.position() });
    },
  });
}
