import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Activity, listActivity, readActivity } from "../api/activity.ts";
import type { Failure } from "../api/failure.ts";
import { record, text } from "../api/read.ts";
import { inOrder, type Receiver } from "../live/in-order.ts";
import { type LiveState, openReconnecting } from "../live/reconnecting-socket.ts";
import { together } from "../live/together.ts";
import { storedSession } from "../session/stored.ts";
import { useDesk } from "./desk.ts";

export interface ActivityFeed {
  readonly items: readonly Activity[] | undefined;
  readonly failure: Failure | undefined;
  readonly live: LiveState | undefined;
  /** How many have come over the socket. */
  readonly arrived: number;
  /** Whether older ones can be had. */
  readonly more: boolean;
  reload(): void;
  loadMore(): Promise<void>;
  replace(changed: Activity): void;
}

/** What happened at the providers: the latest from the list, whatever comes after it over the socket. */
export function useActivity(liveUrl: string): ActivityFeed {
  const { api, changes, reload: reloadConnections, expire } = useDesk();
  const [items, setItems] = useState<readonly Activity[]>();
  const [arrived, setArrived] = useState(0);
  const [failure, setFailure] = useState<Failure>();
  const [next, setNext] = useState("");
  const [live, setLive] = useState<LiveState>();

  const shown = useRef(items);
  shown.current = items;
  const reload = useCallback(async () => {
    setFailure(undefined);
    const before = shown.current;
    const answer = await listActivity(api);
    if (!answer.ok) return setFailure(answer.failure);
    const { items: listed, next } = answer.value;
    // What came over the socket meanwhile may be too new for the list.
    setItems((now = []) => [...without(now, [...(before ?? []), ...listed]), ...listed]);
    setNext(next);
  }, [api]);
  useEffect(() => void reload(), [reload]);

  const changed = useRef(() => {});
  changed.current = reloadConnections;
  const isLoaded = items !== undefined;
  const newest = items?.[0]?.seq ?? 0;
  // Once, from the newest item of the first list.
  useEffect(() => {
    if (!liveUrl || !isLoaded) return;
    return follow(liveUrl, newest, {
      onState: setLive,
      onSignedOut: expire,
      onActivities(newest) {
        setItems((before = []) => [...without(newest, before), ...before]);
        setArrived((before) => before + newest.length);
        for (const account of new Set(newest.map(({ connectionId }) => connectionId))) changes.tell(account);
      },
      onConnections: () => changed.current(),
      onConnected: (account) => changes.tell(account),
      onLost() {
        void reload();
        changes.tellAll();
      },
    });
  }, [liveUrl, isLoaded]);

  return {
    items,
    failure,
    live,
    arrived,
    more: next !== "",
    reload,
    async loadMore() {
      const answer = await listActivity(api, next);
      if (!answer.ok) return setFailure(answer.failure);
      setItems((before = []) => [...before, ...without(answer.value.items, before)]);
      setNext(answer.value.next);
    },
    replace: (item) => setItems((before) => before?.map((one) => (one.id === item.id ? item : one))),
  };
}

function without(items: readonly Activity[], others: readonly Activity[]): readonly Activity[] {
  const known = new Set(others.map(({ id }) => id));
  return items.filter(({ id }) => !known.has(id));
}

interface Listeners {
  readonly onState: (state: LiveState) => void;
  readonly onSignedOut: () => void;
  /** The newest first. */
  readonly onActivities: (items: readonly Activity[]) => void;
  readonly onConnections: () => void;
  /** An account can be read again. */
  readonly onConnected: (account: string) => void;
  readonly onLost: () => void;
}

const activitiesMs = 50;
const connectionsMs = 300;

function follow(url: string, from: number, listeners: Listeners): () => void {
  const { onActivities, onConnections, onConnected, onLost, ...rest } = listeners;
  let send: (message: object) => void = () => {};
  const activities = together<Activity>(activitiesMs, (all) => onActivities(all.toReversed()));
  const connections = together<string>(connectionsMs, onConnections);
  const receiver: Receiver = inOrder({
    from,
    ask: (after) => send({ action: "resume", after }),
    onLost() {
      onLost();
      connections.add("resync");
    },
    tell({ type, data }) {
      if (type === "activity") activities.add(readActivity(data));
      if (type === "connection.changed" || type === "channel.changed") connections.add(type);
      const { id, change } = record(data);
      if (type === "connection.changed" && change === "connected") onConnected(text(id));
    },
  });
  const end = openReconnecting({
    url,
    token: () => storedSession()?.accessToken,
    ...rest,
    onMessage: receiver.receive,
    onOpen(sender) {
      send = sender;
      send({ action: "resume", after: receiver.position() });
    },
  });
  return () => {
    activities.stop();
    connections.stop();
    end();
  };
}
