package io.blinktwice.rollout.evidence.decision;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a run took place: what damage may be confined to. A text is empty where nobody said.
 *
 * @param workspace tenant
 * @param environment version of the client's environment
 * @param cluster that served the run
 */
public record Place(String workspace, String environment, String cluster) {
  public static Place in(String workspace) {
    return new Place(workspace, "", "");
  }

  public List<Scope> scopes() {
    List<Scope> scopes = new ArrayList<>();
    scopes.add(new Scope(Scope.Kind.WORKSPACE, workspace));
    if (!environment.isEmpty()) {
      scopes.add(new Scope(Scope.Kind.ENVIRONMENT, environment));
    }
    if (!cluster.isEmpty()) {
      scopes.add(new Scope(Scope.Kind.CLUSTER, cluster));
    }
    return scopes;
  }

  public boolean isIn(Scope scope) {
    return switch (scope.kind()) {
      case WORKSPACE -> workspace.equals(scope.name());
      case ENVIRONMENT -> environment.equals(scope.name());
      case CLUSTER -> cluster.equals(scope.name());
    };
  }
}
