namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>A file of a log, and what its first lines tell.</summary>
/// <param name="Path">Its path.</param>
/// <param name="First">The first time in it, UTC; null where there is none.</param>
/// <param name="Year">The year of the first line whose time names none; null where all do.</param>
/// <param name="Format">The one kind of log that it is, where all its lines must be of that; null where they may be of several.</param>
public sealed record LogSource(string Path, DateTimeOffset? First, int? Year, LogFormat? Format)
{
    // Lines that are read to tell what a file is.
    private const int MaximumSampled = 400;

    /// <summary>Whether it is compressed and broken before the end of its first line, so that nothing of it can be read.</summary>
    public bool IsBroken { get; private init; }

    /// <summary>The reader that looked at the first lines.</summary>
    internal MailLogReader? Glance { get; private init; }

    /// <summary>The files of paths, in the order of time: of a folder those in it, of a pattern with * or ? those that fit. A file without a time keeps its place behind those with one.</summary>
    /// <param name="paths">Files, folders and patterns.</param>
    /// <param name="formats">The kinds of logs that may come; null for all.</param>
    /// <param name="zone">The zone of times that name none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="year">The year of the first time that names none, where the operator says it.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="IOException">A file is not there or cannot be read, a folder holds none, or none fits a pattern.</exception>
    public static async Task<IReadOnlyList<LogSource>> FindAsync(
        IEnumerable<string> paths, IReadOnlyList<LogFormat>? formats, TimeZoneInfo zone, TimeProvider time, int? year, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var sources = new List<LogSource>();
        foreach (var path in paths.SelectMany(Expand).Distinct())
        {
            try
            {
                sources.Add(await LookAsync(path, formats, zone, time, year, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception e) when (LogFile.IsBroken(e))
            {
                sources.Add(new LogSource(path, null, null, null) { IsBroken = true });
            }
        }

        return [.. sources.OrderBy(source => source.First ?? DateTimeOffset.MaxValue)];
    }

    /// <summary>The files of a folder or of a pattern with * or ?, by name; any other path is itself.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static IReadOnlyList<string> Expand(string path)
    {
        if (Directory.Exists(path))
        {
            return Found(Directory.EnumerateFiles(path), $"{path}: there is no file in this folder.");
        }

        var name = System.IO.Path.GetFileName(path);
        if (!name.AsSpan().ContainsAny('*', '?') || File.Exists(path))
        {
            return [path];
        }

        var folder = System.IO.Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
        return Found(Directory.Exists(folder) ? Directory.EnumerateFiles(folder, name) : [], $"{path}: no file matches.");
    }

    private static List<string> Found(IEnumerable<string> files, string none) =>
        files.Order(StringComparer.Ordinal).ToList() is { Count: > 0 } found ? found : throw new FileNotFoundException(none);

    /// <summary>What the first lines of a file tell.</summary>
    /// <inheritdoc cref="FindAsync"/>
    /// <exception cref="InvalidDataException">It is compressed and broken.</exception>
    public static async Task<LogSource> LookAsync(string path, IReadOnlyList<LogFormat>? formats, TimeZoneInfo zone, TimeProvider time, int? year, CancellationToken cancellationToken)
    {
        var file = await LogFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            var reader = new MailLogReader(formats, zone, time, year);
            var years = new YearFinder();
            var (lines, lacksYear) = (0, false);
            try
            {
                while ((lines < MaximumSampled || (lacksYear && years.Found is null && year is null))
                    && (await file.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? file.TakeRest()) is { } line)
                {
                    lines++;
                    if (lines <= MaximumSampled)
                    {
                        reader.Read(line);
                    }
                    else
                    {
                        reader.ReadEnvelope(line);
                    }

                    if (reader.Written is { } written)
                    {
                        lacksYear |= written.Year == 0;
                        years.Add(written);
                    }
                }
            }
            catch (Exception e) when (lines > 0 && LogFile.IsBroken(e))
            {
                // Broken behind what was read: to be told when it is read.
            }

            var first = lacksYear ? year ?? years.Found ?? years.UpTo(TimeZoneInfo.ConvertTime(time.GetUtcNow().AddDays(1), zone).DateTime) : null;
            var strict = reader.Tally.Formats.FirstOrDefault(format => format.Key.IsStrict && format.Value * 2 >= lines);
            return new LogSource(path, reader.Tally.First, first, strict.Key) { Glance = reader };
        }
    }
}
