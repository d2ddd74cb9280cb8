package dev.byoc.testkit.host;

/**
 * What every web server with a relay behind it promises, as tests over raw connections: let the test of a host extend it and say how the host
 * serves. Bytes, headers, paths and queries reach the relay as they were sent; what is broken, slow or too large never does; each answer is
 * sent whole or visibly cut; and what was answered 200 is stored, also when all of it ends under load. Where a promise does not fit a host,
 * override its test and say why.
 *
 * <pre>{@code
 * class MyServerTest extends HostContract {
 *     @Override
 *     protected Runnable serve(RelayEngine relay, int port, Duration patience) {
 *         MyServer server = MyServer.start(port, patience, relay);
 *         return server::stop;
 *     }
 * }
 * }</pre>
 */
public abstract class HostContract extends RequestFormContract
        implements HeadersContract,
                BodiesContract,
                BrokenBodiesContract,
                AnswersContract,
                MediaContract,
                LoadContract {}
