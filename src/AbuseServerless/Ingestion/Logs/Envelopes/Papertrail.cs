namespace AbuseServerless.Ingestion.Logs.Envelopes;

/// <summary>
/// A row of Papertrail's archives: ten columns with tabs between them, without a header: number, time of the host, time of receipt, number, name and address of the host, facility, severity, program, message.
/// </summary>
internal static class Papertrail
{
    private const int Columns = 10;

    /// <summary>Reads a row; false where the line is none.</summary>
    /// <param name="line">The line.</param>
    /// <param name="time">The time of the host.</param>
    /// <param name="host">Its name.</param>
    /// <param name="program">The program.</param>
    /// <param name="process">The number of its process; empty where the row does not say.</param>
    /// <param name="message">What it said.</param>
    public static bool TryRead(
        ReadOnlySpan<char> line, out WrittenTime time, out ReadOnlySpan<char> host, out ReadOnlySpan<char> program, out ReadOnlySpan<char> process, out ReadOnlySpan<char> message)
    {
        time = default;
        host = program = process = message = default;
        var tab = line.IndexOf('\t');
        if (tab < 1 || line[..tab].ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        Span<Range> columns = stackalloc Range[Columns];
        if (line.Split(columns, '\t') < Columns || !Stamp.TryRead(line[columns[1]], out time, out _, out var length) || length != line[columns[1]].Length || !Stamp.TryRead(line[columns[2]], out _, out _, out _))
        {
            return false;
        }

        host = line[columns[4]];
        program = line[columns[8]];
        if (program.IndexOf('[') is > 0 and var bracket && program[^1] == ']')
        {
            process = program[(bracket + 1)..^1];
            program = program[..bracket];
        }

        message = line[columns[9]];
        return true;
    }
}
