package dev.byoc.spring.internal.properties;

import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The application's {@code DataSource} beans. */
public interface DataSources {
    /** The bean of that name; null: there is none. */
    @Nullable
    DataSource named(String name);

    /** The names of all. */
    List<String> names();
}
