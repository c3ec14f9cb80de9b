import java.io.IOException;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * Runs one OpenSearch node on 127.0.0.1: {@code java -cp 'lib/*' Launcher.java DATA PORT TRANSPORT_PORT}.
 * A busy port is an error. The node ends on SIGTERM, and when its stdin closes: it never outlives its parent.
 */
public class Launcher {
    public static void main(String[] args) throws IOException, InterruptedException {
        String data = args[0];
        String port = args[1];
        String transportPort = args[2];

        OpenSearchRunner runner = new OpenSearchRunner();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(runner)));
        endWithParent();

        // -1: the runner adds no offset to the ports and looks for no others.
        runner.setMaxHttpPort(-1);
        runner.onBuild((number, settings) -> {
            settings.put("network.host", "127.0.0.1");
            settings.put("http.port", port);
            settings.put("transport.port", transportPort);
            settings.put("discovery.type", "single-node");
            settings.put("http.max_content_length", "10mb");
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
        });
        runner.build(OpenSearchRunner.newConfigs().basePath(data).numOfNode(1));
        runner.ensureYellow();
        System.out.println("READY");
        // The node's own threads do not keep the JVM up.
        Thread.currentThread().join();
    }

    private static void endWithParent() {
        Thread watcher = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Nothing is said on stdin: only its end matters.
                }
            } catch (IOException closed) {
                // The same as its end.
            }
            System.exit(0);
        });
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void close(OpenSearchRunner runner) {
        try {
            runner.close();
        } catch (IOException | RuntimeException incomplete) {
            System.err.println("OpenSearch did not close cleanly: " + incomplete.getMessage());
        }
    }
}
