import { three } from "../text/number";

const LEAST = 0.01;

/** Where a value stands on a scale of orders of magnitude from a hundredth to beyond the limit. */
export function place(value: number, limit: number): number {
  const top = Math.log10(limit * 3);
  const bottom = Math.log10(LEAST);
  return Math.max(0, Math.min(1, (Math.log10(Math.max(LEAST, value)) - bottom) / (top - bottom)));
}

/** Evidence against a release, on its way to where the roll-out is paused. */
export function EvidenceMeter({ wealth, pauseAt }: { wealth: number; pauseAt: number | null | undefined }) {
  if (!pauseAt) {
    return (
      <p className="quiet">
        The evidence is {three(wealth)}; nothing is judged while no roll-out of it is under way.
      </p>
    );
  }
  const marks = [0.01, 0.1, 1, 10, 100, 1_000, 10_000].filter(
    (mark) => mark < pauseAt * 3 && Math.abs(place(mark, pauseAt) - place(pauseAt, pauseAt)) > 0.06,
  );
  const tone = wealth >= pauseAt ? "bad" : wealth >= Math.sqrt(pauseAt) ? "warn" : "accent";
  const said = `evidence against the release ${three(wealth)}, paused at ${three(pauseAt)}`;
  return (
    <div className="meter">
      <div className="track" role="meter" aria-label={said} aria-valuemin={0} aria-valuemax={pauseAt} aria-valuenow={Math.min(wealth, pauseAt)}>
        <div className={`fill ${tone}`} style={{ width: `${place(wealth, pauseAt) * 100}%` }} />
        <div className="limit" style={{ left: `${place(pauseAt, pauseAt) * 100}%` }} title={`paused at ${three(pauseAt)}`} />
      </div>
      <div className="scale" aria-hidden="true">
        {marks.map((mark) => (
          <span key={mark} style={{ left: `${place(mark, pauseAt) * 100}%` }}>
            {mark}
          </span>
        ))}
        <span className="limit-name" style={{ left: `${place(pauseAt, pauseAt) * 100}%` }}>
          pause
        </span>
      </div>
      <p className="quiet">
        {three(wealth)} of {three(pauseAt)}: a healthy release gets there by chance less than once in {three(pauseAt)}{" "}
        roll-outs.
      </p>
    </div>
  );
}
