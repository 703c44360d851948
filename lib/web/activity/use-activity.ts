import { type Dispatch, type StateUpdater, useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Activity, listActivity, readActivity } from "../api/activity.ts";
import type { Failure } from "../api/failure.ts";
import { useAppContext } from "../app-context.ts";
import { createBatch } from "../live/batch.ts";
import { createFrameSequencer, type FrameSequencer } from "../live/frame-sequencer.ts";
import { type LiveState, openReconnectingSocket } from "../live/reconnecting-socket.ts";
import { readRecord, readText } from "../read-json.ts";
import { listSubprotocols } from "../session/list-subprotocols.ts";
import { sortByTime } from "./sort-by-time.ts";

export interface ActivityFeed {
  readonly items: readonly Activity[] | undefined;
  readonly failure: Failure | undefined;
  readonly liveState: LiveState | undefined;
  /** How many arrived over the socket since the page was opened. */
  readonly arrivedCount: number;
  /** Whether there are older ones to load. */
  readonly hasMore: boolean;
  reload(): void;
  loadMore(): Promise<void>;
  replace(changed: Activity): void;
  remove(id: string): void;
}

/**
 * The activity feed: the latest items from the API's list, newer ones from the WebSocket.
 * @param version loads the list again when it changes
 */
export function useActivity(version: number): ActivityFeed {
  const { api, config, changes, reload: reloadConnections, expire } = useAppContext();
  const { liveUrl } = config;
  const [items, setItems] = useState<readonly Activity[]>();
  const [arrivedCount, setArrivedCount] = useState(0);
  const [failure, setFailure] = useState<Failure>();
  const [next, setNext] = useState("");
  const [liveState, setLiveState] = useState<LiveState>();

  const latestItems = useRef(items);
  latestItems.current = items;
  const reload = useCallback(async () => {
    setFailure(undefined);
    const before = latestItems.current;
    const answer = await listActivity(api);
    if (!answer.ok) return setFailure(answer.failure);
    const { items: listed, next } = answer.value;
    // Items that arrived over the socket meanwhile may be too new for the list.
    setItems((now = []) => sortByTime([...excludeKnown(now, [...(before ?? []), ...listed]), ...listed]));
    setNext(next);
  }, [api]);
  useEffect(() => void reload(), [reload, version]);

  const latestReload = useRef(() => {});
  latestReload.current = reloadConnections;
  const isLoaded = items !== undefined;
  const newest = Math.max(0, ...(items ?? []).map(({ seq }) => seq));
  // Opens the socket once, from the newest item of the first list.
  useEffect(() => {
    if (!liveUrl || !isLoaded) return;
    return followFeed(liveUrl, newest, {
      onState: setLiveState,
      onSignedOut: expire,
      onActivities(newest) {
        setItems((before = []) => sortByTime([...excludeKnown(newest, before), ...before]));
        setArrivedCount((before) => before + newest.length);
        for (const account of new Set(newest.map(({ connectionId }) => connectionId))) changes.notify(account);
      },
      onConnections: () => latestReload.current(),
      onConnected: (account) => changes.notify(account),
      onDisconnected: () => void reload(),
      onResync() {
        void reload();
        changes.notifyAll();
      },
    });
  }, [liveUrl, isLoaded]);

  return {
    items,
    failure,
    liveState,
    arrivedCount,
    hasMore: next !== "",
    reload,
    async loadMore() {
      const answer = await listActivity(api, next);
      if (!answer.ok) return setFailure(answer.failure);
      setItems((before = []) => sortByTime([...before, ...excludeKnown(answer.value.items, before)]));
      setNext(answer.value.next);
    },
    ...createChanges(setItems),
  };
}

function createChanges(
  setItems: Dispatch<StateUpdater<readonly Activity[] | undefined>>,
): Pick<ActivityFeed, "replace" | "remove"> {
  return {
    replace: (changed) => setItems((before) => before?.map((item) => (item.id === changed.id ? changed : item))),
    remove: (id) => setItems((before) => before?.filter((item) => item.id !== id)),
  };
}

function excludeKnown(items: readonly Activity[], others: readonly Activity[]): readonly Activity[] {
  const known = new Set(others.map(({ id }) => id));
  return items.filter(({ id }) => !known.has(id));
}

interface Listeners {
  readonly onState: (state: LiveState) => void;
  readonly onSignedOut: () => void;
  /** Newest first. */
  readonly onActivities: (items: readonly Activity[]) => void;
  readonly onConnections: () => void;
  /** An account was connected, so its panel can load again. */
  readonly onConnected: (account: string) => void;
  /** An account was disconnected, so its activities may be gone. */
  readonly onDisconnected: () => void;
  /** Too many frames were missed: reload everything. */
  readonly onResync: () => void;
}

const activityBatchMs = 50;
const connectionBatchMs = 300;

/**
 * Follows the feed over a WebSocket.
 * @param from sequence number of the newest item already shown
 * @returns a function that stops it
 */
function followFeed(url: string, from: number, listeners: Listeners): () => void {
  const { onActivities, onConnections, onConnected, onDisconnected, onResync, ...rest } = listeners;
  let send: (message: object) => void = () => {};
  const activities = createBatch<Activity>(activityBatchMs, (items) => onActivities(items.toReversed()));
  const connections = createBatch<string>(connectionBatchMs, onConnections);
  const sequencer: FrameSequencer = createFrameSequencer({
    from,
    requestFrames: (after) => send({ action: "resume", after }),
    onResync() {
      onResync();
      connections.add("resync");
    },
    deliver({ type, data }) {
      if (type === "activity") activities.add(readActivity(data));
      if (type === "connection.changed" || type === "channel.changed") connections.add(type);
      const { id, change } = readRecord(data);
      if (type === "connection.changed" && change === "connected") onConnected(readText(id));
      if (type === "connection.changed" && change === "disconnected") onDisconnected();
    },
  });
  const closeSocket = openReconnectingSocket({
    url,
    subprotocols: listSubprotocols,
    ...rest,
    onMessage: sequencer.receive,
    onOpen(sendMessage) {
      send = sendMessage;
      send({ action: "resume", after: sequencer.position() });
    },
  });
  return () => {
    activities.stop();
    connections.stop();
    closeSocket();
  };
}
