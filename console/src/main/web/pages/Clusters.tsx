import { Card } from "../parts/basic";
import { Empty } from "../parts/states";

/** Where work runs. */
export function ClustersPage() {
  return (
    <>
      <h1>Clusters</h1>
      <Card>
        <Empty title="No cluster is known" />
      </Card>
    </>
  );
}
