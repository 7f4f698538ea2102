using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Charter.ServiceDefaults;

/// <summary>
/// The OpenAPI 3.1 document of a service at <c>/openapi/v1.json</c>: paths as seen at the gateway, who may call (<c>x-roles</c>), codes of refusals.
/// What is meant for other hosts only is in <c>/openapi/internal.json</c>, which the gateway does not pass on.
/// </summary>
public static class OpenApi
{
    private const string Internal = "internal";

    internal static void AddApiDocument(this IServiceCollection services, string service)
    {
        services.AddOpenApi(o => Describe(o, service));
        services.AddOpenApi(Internal, o =>
        {
            o.ShouldInclude = endpoint => endpoint.GroupName == Internal;   // and not what is in no group, as documents do by themselves
            Describe(o, $"{service}, for other hosts only");
        });
    }

    /// <summary>Endpoints for other hosts of the installation: not in the document that people read.</summary>
    public static TBuilder ForOtherHosts<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder => endpoints.WithGroupName(Internal);

    private static void Describe(OpenApiOptions o, string service)
    {
        // slices name their records Request and Answer; the document names them after the slice
        o.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } id
            ? SliceOf(type.Type)?.Name + id
            : null;
        o.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = $"Charter: {service}", Version = "1", License = new() { Name = "Apache-2.0", Identifier = "Apache-2.0" } };
            document.Servers = [new() { Url = "/" }];
            (document.Components ??= new()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Token issued by identity, or the browser's session cookie." },
            };
            return Task.CompletedTask;
        });
        o.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            var isOpen = metadata.OfType<IAllowAnonymous>().Any();
            var roles = metadata.OfType<Permission>().LastOrDefault()?.Roles ?? [];
            (operation.Extensions ??= new Dictionary<string, IOpenApiExtension>())["x-roles"] = new JsonNodeExtension(new JsonArray([.. roles.Select(r => (JsonNode)r)]));
            operation.Security = isOpen ? [] : [new() { [new OpenApiSecuritySchemeReference("bearer", context.Document)] = [] }];
            operation.Responses ??= [];
            var post = string.Equals(context.Description.HttpMethod, "POST", StringComparison.OrdinalIgnoreCase);
            if (post && !metadata.OfType<ShownOnceMetadata>().Any())
                (operation.Parameters ??= []).Add(new OpenApiParameter
                {
                    Name = "Idempotency-Key",
                    In = ParameterLocation.Header,
                    Description = "The same key and body get the same answer.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 200 },
                });
            if (operation.Parameters?.Count > 0 || operation.RequestBody is not null)
                Refusal(operation, 400, "invalid-request");
            if (!isOpen)
            {
                Refusal(operation, 401, "sign-in-required");
                Refusal(operation, 403, "forbidden");
            }
            if (post)
            {
                Refusal(operation, 409, "already-exists", "changed-meanwhile");
                Refusal(operation, 413, "too-large");
                Refusal(operation, 415, "unsupported-media-type");
                Refusal(operation, 422, "idempotency-key-reused");
            }
            Refusal(operation, 429, "too-many-requests");
            Refusal(operation, 503, "temporarily-unavailable");
            foreach (var refusal in metadata.OfType<RefusalMetadata>())
                Refusal(operation, refusal.Status, refusal.Codes);
            return Task.CompletedTask;
        });
        o.AddSchemaTransformer((schema, context, _) =>
        {
            var rules = context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(true)
                .Concat(context.JsonPropertyInfo.AssociatedParameter?.AttributeProvider?.GetCustomAttributes(true) ?? []) ?? [];
            foreach (var rule in rules)
            {
                if (rule is OneOfAttribute words)
                    schema.Enum = [.. words.All.Select(w => (JsonNode)w)];
                else if (rule is AtMostAttribute most)
                    schema.MaxLength = most.Characters;
            }
            return Task.CompletedTask;
        });
    }

    // a page of a slice's items belongs to the slice too
    private static Type? SliceOf(Type type) => type.DeclaringType ?? type.GetGenericArguments().Select(SliceOf).FirstOrDefault(slice => slice is not null);

    private static void Refusal(OpenApiOperation operation, int status, params string[] codes)
    {
        var known = operation.Responses![status.ToString()] = operation.Responses.TryGetValue(status.ToString(), out var before) ? before : new OpenApiResponse { Description = "" };
        known.Description = string.Join(", ", codes.Prepend(known.Description).Where(c => !string.IsNullOrEmpty(c)).Distinct());
        if (known is OpenApiResponse { Content: null } response)
            response.Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() };
    }

    internal static void MapApiDocument(this WebApplication app) => app.MapOpenApi().AllowAnonymous();
}
