using AbuseServerless.AuthPolicy;
using AbuseServerless.Gate.Postfix;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Listening;

/// <summary>Tells the server where to listen, and to what.</summary>
internal sealed partial class Listeners(IOptions<GateOptions> options, ILogger<Listeners> logger) : IConfigureOptions<KestrelServerOptions>
{
    /// <inheritdoc/>
    public void Configure(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = AuthPolicyRequest.MaximumBodyLength;
        server.Limits.MaxConcurrentConnections = options.Value.MaximumConnections;
        Listen(server, options.Value.Http, listen => listen.Protocols = HttpProtocols.Http1);
        if (options.Value.Postfix.Length > 0)
        {
            if (ListenAddress.TryParse(options.Value.Postfix, out var postfix) && !postfix.IsLocal)
            {
                Log.PostfixFromAfar(logger, options.Value.Postfix);
            }

            Listen(server, options.Value.Postfix, listen => listen.UseConnectionHandler<PostfixConnectionHandler>());
        }
    }

    /// <summary>Has the log say, once it is so, where the gate listens and to what: the server itself calls everything HTTP.</summary>
    public static void Tell(WebApplication gate)
    {
        var logger = gate.Services.GetRequiredService<ILogger<Listeners>>();
        gate.Lifetime.ApplicationStarted.Register(() =>
        {
            // In the order of Configure.
            string[] addresses = [.. gate.Urls.Select(url => url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..])];
            Log.ListensForHttp(logger, addresses[0]);
            if (addresses.Length > 1)
            {
                Log.ListensForPostfix(logger, addresses[1]);
            }
        });
    }

    private static void Listen(KestrelServerOptions server, string setting, Action<ListenOptions> configure)
    {
        if (ListenAddress.TryParse(setting, out var address))
        {
            if (address.Path is { } path)
            {
                // What a process that was killed left: nobody listens there, or a second gate would have been kept out of the data folder.
                File.Delete(path);
            }

            server.Listen(address.EndPoint, configure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7001, LogLevel.Information, "Answering Dovecot, /healthz and /metrics over HTTP at {Address}.")]
        public static partial void ListensForHttp(ILogger logger, string address);

        [LoggerMessage(7002, LogLevel.Information, "Answering Postfix' policy protocol at {Address}.")]
        public static partial void ListensForPostfix(ILogger logger, string address);

        [LoggerMessage(7000, LogLevel.Warning, "The Postfix policy protocol has no key: any host that reaches {Address} can ask which accounts are suspended. Restrict access with a firewall.")]
        public static partial void PostfixFromAfar(ILogger logger, string address);
    }
}
