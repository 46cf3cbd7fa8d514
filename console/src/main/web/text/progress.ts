import { count, percent, three } from "./number";

type Done = { tasks?: number | null; endedTasks?: number | null; taskMillis?: number | null };

/**
 * How far an operation is: by its tasks where it says how many there are, else by what was expected
 * of it, which it may exceed.
 */
export function operationProgress(done: Done, expectedCoreSeconds: number | null | undefined): { part: number | null; sentence: string } {
  if (done.tasks) {
    const part = Math.min(1, (done.endedTasks ?? 0) / done.tasks);
    return { part, sentence: `${count(done.endedTasks ?? 0)} of ${count(done.tasks)} tasks have ended` };
  }
  if (done.taskMillis != null && expectedCoreSeconds) {
    const spent = done.taskMillis / 1_000 / expectedCoreSeconds;
    return {
      part: Math.min(1, spent),
      sentence: spent > 1 ? `${three(spent)} times what was expected` : `${percent(spent)} of what was expected`,
    };
  }
  return { part: null, sentence: "nothing is said of it" };
}
