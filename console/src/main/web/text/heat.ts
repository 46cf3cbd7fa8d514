/** What a cluster was like at one time: the share of its cores that was busy, and tasks that waited. */
export type Beat = { at: number; busy: number; queued: number };

/** As many as a row of the heat map shows. */
export const BEATS = 60;

type Measured = {
  cores?: number | null;
  load?: { cpuShare?: number | null; activeTasks: number; queuedTasks: number; measuredAt: string } | null;
};

/** The share of the cores that is busy: measured where the server says it, else from its tasks. */
export function busyShare(cluster: Measured): number | null {
  const load = cluster.load;
  if (!load) return null;
  if (load.cpuShare != null) return Math.max(0, Math.min(1, load.cpuShare));
  return cluster.cores ? Math.min(1, load.activeTasks / cluster.cores) : null;
}

/** The beats with what was said last, if that is new; the oldest go. */
export function withBeat(beats: Beat[], cluster: Measured): Beat[] {
  const busy = busyShare(cluster);
  if (busy === null || !cluster.load) return beats;
  const at = Date.parse(cluster.load.measuredAt);
  if (Number.isNaN(at) || (beats.at(-1)?.at ?? -1) >= at) return beats;
  return [...beats, { at, busy, queued: cluster.load.queuedTasks }].slice(-BEATS);
}

/** From 0, idle, to 4, nothing left. */
export function heat(busy: number): number {
  return Math.min(4, Math.floor(busy * 5));
}
