namespace AbuseServerless.Infra.Tests.Kusto;

/// <summary>
/// Runs a query over tables: the part of Kusto that the alerts and the workbook use, and no more of it. Whatever else a query says, and columns and types that are not there, is a
/// <see cref="KustoException"/>, so that no query goes by untested.
/// </summary>
internal static class Query
{
    public static KustoTable Run(string query, IReadOnlyDictionary<string, KustoTable> tables)
    {
        var tokens = new Tokens(query);
        var result = ReadPipe(tokens, tables);
        return tokens.Next.Length == 0 ? result : throw new KustoException($"'{tokens.Next}' was not expected.");
    }

    /// <summary>Columns that an operator makes, in their order: <c>Name = expression</c>, or an expression that has a name.</summary>
    internal static IReadOnlyList<KeyValuePair<string, Expression>> ReadColumns(KustoTable table, Tokens tokens)
    {
        var columns = new List<KeyValuePair<string, Expression>>();
        do
        {
            string? name = null;
            if (tokens.IsAssignment)
            {
                name = tokens.TakeName();
                tokens.Expect("=");
            }

            var expression = new Expressions(tokens, table.Columns).Read();
            columns.Add(new(name ?? expression.Name ?? $"Column{columns.Count + 1}", expression));
        }
        while (tokens.TakeIf(","));

        return columns;
    }

    private static KustoTable ReadPipe(Tokens tokens, IReadOnlyDictionary<string, KustoTable> tables)
    {
        var table = tokens.TakeIf("union") ? ReadUnion(tokens, tables) : ReadTable(tokens, tables);
        while (tokens.TakeIf("|"))
        {
            table = tokens.TakeName() switch
            {
                "where" => Where(table, Expressions.Must(new Expressions(tokens, table.Columns).Read(), KustoType.Bool)),
                "extend" => Extend(table, ReadColumns(table, tokens)),
                "project" => Project(table, ReadColumns(table, tokens)),
                "summarize" => Summary.Of(table, tokens),
                "order" => Order(table, tokens),
                var other => throw new KustoException($"The operator {other} is not known here."),
            };
        }

        return table;
    }

    private static KustoTable ReadTable(Tokens tokens, IReadOnlyDictionary<string, KustoTable> tables)
    {
        if (tokens.TakeIf("("))
        {
            var inner = ReadPipe(tokens, tables);
            tokens.Expect(")");
            return inner;
        }

        var name = tokens.TakeName();
        return tables.TryGetValue(name, out var table) ? table : throw new KustoException($"There is no table {name}.");
    }

    // A column that one of them lacks is empty there.
    private static KustoTable ReadUnion(Tokens tokens, IReadOnlyDictionary<string, KustoTable> tables)
    {
        var all = new List<KustoTable>();
        do
        {
            all.Add(ReadTable(tokens, tables));
        }
        while (tokens.TakeIf(","));

        var columns = all.SelectMany(table => table.Columns).DistinctBy(column => (column.Key, column.Value)).ToDictionary();
        return new(columns, [.. all.SelectMany(table => table.Rows).Select(row => (IReadOnlyDictionary<string, object?>)columns.Keys.ToDictionary(column => column, row.GetValueOrDefault))]);
    }

    private static KustoTable Where(KustoTable table, Expression condition) => table with { Rows = [.. table.Rows.Where(row => (bool)condition.Of(row)!)] };

    private static KustoTable Extend(KustoTable table, IReadOnlyList<KeyValuePair<string, Expression>> made) => Project(
        table,
        [.. table.Columns.Where(column => made.All(other => other.Key != column.Key)).Select(column => KeyValuePair.Create(column.Key, new Expression(column.Value, column.Key, row => row[column.Key]))), .. made]);

    private static KustoTable Project(KustoTable table, IReadOnlyList<KeyValuePair<string, Expression>> made) => new(
        made.ToDictionary(column => column.Key, column => column.Value.Type),
        [.. table.Rows.Select(row => (IReadOnlyDictionary<string, object?>)made.ToDictionary(column => column.Key, column => column.Value.Of(row)))]);

    private static KustoTable Order(KustoTable table, Tokens tokens)
    {
        tokens.Expect("by");
        var ordered = table.Rows.OrderBy(_ => 0);
        do
        {
            var key = new Expressions(tokens, table.Columns).Read();
            tokens.Expect("desc");
            ordered = ordered.ThenByDescending(key.Of);
        }
        while (tokens.TakeIf(","));

        return table with { Rows = [.. ordered] };
    }
}
