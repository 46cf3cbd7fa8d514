package io.blinktwice.router.effect;

import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.proxy.ServerChannels;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;

/** The way to each cluster's server. */
record ClusterChannels(ServerChannels channels) {
  /**
   * @throws StatusException what was told of the cluster leads nowhere
   */
  Channel to(Cluster cluster) throws StatusException {
    String address = String.valueOf(cluster.address());
    int colon = address.lastIndexOf(':');
    try {
      String host = address.substring(0, Math.max(colon, 0));
      int port = Integer.parseInt(address.substring(colon + 1));
      return channels.to(
          new ServerChannels.Server(cluster.id(), cluster.incarnation(), host, port));
    } catch (IllegalArgumentException e) {
      throw Status.FAILED_PRECONDITION
          .withDescription("cluster " + cluster.id() + " has no usable address: " + address)
          .asException();
    }
  }
}
