<?php
/**
 * Receives webhooks of Essaim, with nothing but PHP 7.4 or later: verifies each, keeps what is new, answers at once.
 *
 *     WEBHOOK_KEY=whsec_… php -S 0.0.0.0:8080 receive.php
 *
 * On a web server of yours, put both files in a folder that it serves; the key comes from its environment.
 */

declare(strict_types=1);

require __DIR__ . '/verify.php';

/** In a database of yours: attempts go on for more than a day. */
function isNew(string $id): bool
{
    $file = sys_get_temp_dir() . '/essaim-' . hash('sha256', $id);
    return @fopen($file, 'x') !== false;
}

$body = file_get_contents('php://input');
$id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
$timestamp = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
$signature = $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '';
if (!isGenuine((string) getenv('WEBHOOK_KEY'), $id, $timestamp, $signature, $body)) {
    http_response_code(401);
    exit;
}
http_response_code(204);
if (isNew($id)) {
    $said = json_decode($body, true);
    error_log(implode(' ', [$said['sequence'], $said['type'], $said['data']['title'] ?? '']));
}
