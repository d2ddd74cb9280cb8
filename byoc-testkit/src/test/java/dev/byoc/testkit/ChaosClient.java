package dev.byoc.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** A host's HTTP client whose interceptor and whose look-up of names may do something else, before a request leaves or after its answer. */
final class ChaosClient implements Interceptor, Dns {
    private final Chaos chaos;

    private ChaosClient(Chaos chaos) {
        this.chaos = chaos;
    }

    static OkHttpClient client(Chaos chaos) {
        ChaosClient wild = new ChaosClient(chaos);
        return new OkHttpClient.Builder().addInterceptor(wild).dns(wild).build();
    }

    @Override
    public Response intercept(Chain chain) {
        String path = chain.request().method() + " " + chain.request().url().encodedPath();
        Response response = chaos.or(60, "before " + path, () -> proceed(chain));
        try {
            return chaos.or(60, "after " + path, () -> response);
        } catch (Throwable e) {
            response.close();
            throw Wild.<RuntimeException>sneaky(e);
        }
    }

    private static Response proceed(Chain chain) {
        try {
            return chain.proceed(chain.request());
        } catch (IOException e) {
            throw Wild.<RuntimeException>sneaky(e);
        }
    }

    @Override
    public List<InetAddress> lookup(String name) {
        return chaos.or(20, "look-up", () -> {
            try {
                return Dns.SYSTEM.lookup(name);
            } catch (UnknownHostException e) {
                throw Wild.<RuntimeException>sneaky(e);
            }
        });
    }
}
