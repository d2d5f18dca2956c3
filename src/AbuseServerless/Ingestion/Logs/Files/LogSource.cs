using AbuseServerless.Ingestion.Logs.Envelopes;

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

    /// <summary>Whether it is an archive within an archive, and so <see cref="IsBroken"/>.</summary>
    public bool IsNested { get; private init; }

    /// <summary>Bytes of the file as it is stored; 0 where it is broken.</summary>
    public long Length { get; private init; }

    /// <summary>The reader that looked at the first lines.</summary>
    internal MailLogReader? Glance { get; private init; }

    /// <summary>The files of paths, in the order of time: of a folder or an archive those in it, of a pattern with * or ? those that fit. A file without a time keeps its place behind those with one.</summary>
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
        foreach (var path in await ExpandAsync(paths, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                sources.Add(await LookAsync(path, formats, zone, time, year, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception e) when (LogFile.IsBroken(e))
            {
                sources.Add(new LogSource(path, null, null, null) { IsBroken = true, IsNested = e is NestedArchiveException });
            }
        }

        return [.. sources.OrderBy(source => source.First ?? DateTimeOffset.MaxValue)];
    }

    /// <summary>
    /// The files of folders, patterns with * or ? and archives, by name; any other path is itself. A file in an archive has the path of the archive, and its own behind it. An archive that is damaged is
    /// itself too, behind those of its files that are there.
    /// </summary>
    /// <param name="paths">Files, folders and patterns.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="FileNotFoundException">A folder holds no file, or none fits a pattern.</exception>
    public static async Task<IReadOnlyList<string>> ExpandAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var found = new List<string>();
        foreach (var path in paths.SelectMany(Expand).Distinct())
        {
            if (await LogArchive.FindAsync(path, cancellationToken).ConfigureAwait(false) is { } archive)
            {
                found.AddRange(archive.IsBroken ? archive.Paths.Append(path) : archive.Paths);
            }
            else
            {
                found.Add(path);
            }
        }

        return found;
    }

    private static IReadOnlyList<string> Expand(string path)
    {
        if (Directory.Exists(path))
        {
            return Found(Directory.EnumerateFiles(path).Where(file => !FolderContents.IsDangling(file)), $"{path}: there is no file in this folder.");
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
            WrittenTime? begin = null;
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

                    if (reader.Written is { } stamp)
                    {
                        begin ??= stamp;
                        lacksYear |= stamp.Year == 0;
                        years.Add(stamp);
                    }
                }
            }
            catch (Exception e) when (lines > 0 && LogFile.IsBroken(e))
            {
                // Broken behind what was read: to be told when it is read.
            }

            // Nothing is later than the day after the file was written, and than tomorrow.
            var latest = (file.Written is { } written && written < time.GetUtcNow() ? written : time.GetUtcNow()).AddDays(1);
            var first = lacksYear ? year ?? years.Found ?? years.UpTo(TimeZoneInfo.ConvertTime(latest, zone).DateTime) : null;
            var began = reader.Tally.First is not null && first is not null && begin is { Year: 0 } lacking ? new LogClock(zone, time, first).Read(lacking) : reader.Tally.First;
            var strict = reader.Tally.Formats.FirstOrDefault(format => format.Key.IsStrict && format.Value * 2 >= lines);
            return new LogSource(path, began, first, strict.Key) { Glance = reader, Length = file.Length };
        }
    }
}
